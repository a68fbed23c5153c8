/* dsl - the language of Figure 1 as one table: tokens, dialects, reading and printing programs
 * SPDX-License-Identifier: MIT
 *
 *     program := concat | If i( test concat [program] i)
 *     concat  := Concat c( expr* c)
 *     test    := name h( argument* h) | Column t( k+ name h( argument* h) t)
 *     expr    := ConstStr k( text k) | value | Column t( k+ value t)
 *     value   := SubStr s( pos pos s) | operator t( argument* [concat] value t)
 *     pos     := ConstPos p( k p) | END | Regex r( type n bound [offset] r)
 *
 * Two dialects share the table. A token means the same in both, so the shell dialect is a superset of the paper's: what the paper
 * writes, each tool runs as the paper means it. The shell dialect adds tokens (word classes of one letter and more, white space,
 * all of ASCII's punctuation, END, After, operators on what a SubStr gives, columns of the input, conditions), literals of any length, an offset from a
 * match's edge, a wider n, and a Concat of nothing. */
#ifndef HNPS_DSL_H
#define HNPS_DSL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/cells.h"
#include "base/mem.h"

enum dsl_dialect { DSL_PAPER, DSL_SHELL };

/* What a token is for. The syntax checker (dsl_legal.h) works on roles; the table gives each token its role. */
enum dsl_role {
	ROLE_PAD, ROLE_IF, ROLE_TEST, ROLE_CONCAT, ROLE_CONSTSTR, ROLE_SUBSTR, ROLE_OP, ROLE_CONSTPOS, ROLE_REGEX, ROLE_END_OF_STRING,
	ROLE_OPEN_C, ROLE_CLOSE_C, ROLE_OPEN_K, ROLE_CLOSE_K, ROLE_OPEN_S, ROLE_CLOSE_S, ROLE_OPEN_T, ROLE_CLOSE_T,
	ROLE_OPEN_P, ROLE_CLOSE_P, ROLE_OPEN_I, ROLE_CLOSE_I, ROLE_OPEN_H, ROLE_CLOSE_H, ROLE_OPEN_R, ROLE_CLOSE_R,
	ROLE_ARROW,     /* between what a table lists and what it makes of that */
	ROLE_TYPE,      /* a class of characters: Word, Num, ... (some are the case of a ToCase, too) */
	ROLE_CASE,      /* a case that is no class */
	ROLE_CHAR,      /* one character: a delimiter of Regex, or all of a ConstStr */
	ROLE_TEXT,      /* any text, shell dialect only; its string is beside the token */
	ROLE_INT, ROLE_BOUND,
	ROLES
};

/* One entry of the table. The first 87 are the paper's vocabulary, pad first (Appendix A.2: 256 + 87 = 343). */
struct dsl_token {
	const char *text;            /* as programs spell it: Word, r(, 7, "SPACE" */
	enum dsl_role role;
	enum dsl_dialect dialect;    /* the smallest dialect that has it */
	int value;                   /* INT: the number; CHAR: the character; BOUND, TYPE, CASE: enum below; OP: index of the operator (dsl_op.h); TEST: of the test (dsl_test.h) */
	const char *pattern;         /* TYPE: what it matches, as PCRE2 pattern over Unicode */
	bool by_case;                /* TYPE: also names a case for ToCase */
	uint8_t first, rest;         /* TYPE: in ASCII text a match is one byte of the kinds `first`, and as many of `rest` as follow; */
	uint8_t fewest, most;        /* ... of `fewest` bytes at least, of `most` at most, 0 being no limit */
};

/* Kinds of ASCII bytes. */
enum { KIND_UPPER = 1, KIND_SMALL = 2, KIND_DIGIT = 4, KIND_BLANK = 8, KIND_OTHER = 16, KIND_LETTER = KIND_UPPER | KIND_SMALL,
       KIND_FIELD = KIND_LETTER | KIND_DIGIT | KIND_OTHER };

enum dsl_bound { BOUND_START, BOUND_END, BOUND_AFTER };
enum dsl_case { CASE_NONE, CASE_LOWER, CASE_UPPER, CASE_PROPER, CASE_SENTENCE, CASE_NAME, CASE_TITLE };

enum {
	DSL_VOCABULARY = 87,     /* tokens of the paper dialect, the pad included */
	DSL_ALL = 164,           /* tokens of all dialects */
	DSL_FIRST_TYPE = 16, DSL_TYPES = 8,    /* ids of the paper's classes, Word to Char */
	DSL_FIRST_CHAR = 65, DSL_CHARS = 20,   /* ids of the paper's characters */
	DSL_TEXT = 255,          /* id of ROLE_TEXT, which is no single token of any vocabulary */
	DSL_TOKENS = 32768,      /* the longest program that is read or printed, in tokens */
	DSL_PARTS = 4096,        /* the most expressions in a program */
	DSL_OFFSET = 3,          /* the largest offset from a match's edge */
	DSL_ARGS = 3,            /* the most arguments of an operator, beside its value */
	DSL_DEPTH = 4,           /* the most operators that stand in one another */
	DSL_COLUMNS = CELLS_MOST,    /* the most columns of an input that a program can name */
	DSL_JOINED = 6,          /* the most of them that one value is made of */
	DSL_TESTS = 50,          /* the most conditions of a program */
	DSL_ITEMS = 24,          /* the most arguments of a test */
};

extern const struct dsl_token dsl_table[];
extern const int dsl_table_size;                          /* all dialects */
int dsl_size(enum dsl_dialect d);                         /* tokens of a dialect; its ids are 0 .. size-1 */
int dsl_char_id(unsigned char c, enum dsl_dialect d);     /* the CHAR token of a character, or -1 */
int dsl_text_id(struct str text);                         /* the CHAR token of a text of one character, or DSL_TEXT */
int dsl_case_id(enum dsl_case c);                         /* the token that names a case */
int dsl_int_id(int value);                                /* the INT token, value in -20 .. 20 */

/* ---- a program as a tree: what the executor runs and the searches build ---- */
enum dsl_pos_kind { POS_CONST, POS_END, POS_REGEX };
struct dsl_pos {
	enum dsl_pos_kind kind;
	int k;                       /* POS_CONST: the position, from the end when negative */
	int type;                    /* POS_REGEX: id of a TYPE or CHAR token; shell dialect: or DSL_TEXT */
	struct str text;             /* what DSL_TEXT stands for */
	int n;                       /* which match, 0 the first, -1 the last */
	enum dsl_bound bound;
	int offset;                  /* characters from there, shell dialect */
};

bool dsl_same_position(const struct dsl_pos *p, const struct dsl_pos *q);    /* member by member */

/* An operator with its arguments. The value that it is of is what `inner` gives, or the piece when that is NULL. */
struct dsl_op;
struct dsl_arg { int id; struct str text; };     /* a token; `text` is what DSL_TEXT stands for. id 0: an argument that may be missing, and is */
struct dsl_row { struct dsl_arg key, value; };   /* of an operator that has a table: what is listed, and what it becomes */
struct dsl_expr;
struct dsl_ready;
struct dsl_each { const struct dsl_expr *exprs; size_t n; struct dsl_ready *ready; };      /* of an operator that does a Concat; `ready` is the executor's */
struct dsl_call {
	const struct dsl_op *op;
	struct dsl_arg arg[DSL_ARGS];
	const struct dsl_row *rows; size_t nrows;
	const struct dsl_each *each;
	const struct dsl_call *inner;
};

enum dsl_expr_kind { EXPR_CONST, EXPR_SUBSTR };
struct dsl_expr {
	enum dsl_expr_kind kind;
	struct str text;             /* EXPR_CONST: UTF-8 */
	int column;                  /* EXPR_SUBSTR: the columns of the input that it reads as if they were all (dsl_column.h); 0: the whole input */
	enum dsl_case to;            /* EXPR_SUBSTR: CASE_NONE, or what a ToCase makes of it that stands directly around it */
	struct dsl_pos from, until;  /* EXPR_SUBSTR: the piece is [from, until) */
	const struct dsl_call *call; /* EXPR_SUBSTR: the operators around that, the outermost first; NULL: none */
};

/* A condition on the input. */
struct dsl_predicate;
struct dsl_test {
	const struct dsl_predicate *is;
	struct dsl_arg *items; size_t n;     /* texts and classes */
	int count;                           /* a number, 0 when it is missing */
	int column;                          /* as that of an expression */
};

/* Without branches a program is its expressions, one after the other. With branches the first whose test holds decides: branch b has the expressions from
 * the end of the one before up to its own, and what is behind the last branch is for inputs of which no test holds; it may be empty. Lives in an arena. */
struct dsl_branch { struct dsl_test test; size_t end; };
struct dsl_program { struct dsl_expr *exprs; size_t n; struct dsl_branch *branches; size_t nbranches; };

/* Reads a program in either spelling, the paper's tokens or the readable one:
 *     Concat c( SubStr s( ConstPos p( 0 p) Regex r( "-" 0 Start r) s) c)
 *     Concat(SubStr(ConstPos(0), Regex("-", 0, Start)))
 *     If(Has("-"), Concat(SubStr(ConstPos(0), Regex("-", 0, Start))), Concat(SubStr(ConstPos(0), END)))
 * A comma may only stand between two arguments. 0, or -1 with one line in `why` (which may be NULL): what was expected where. Everything lives in the arena. */
int dsl_parse(struct str text, enum dsl_dialect d, struct arena *a, struct dsl_program *program, struct buf *why);

void dsl_print(struct buf *out, const struct dsl_program *p);          /* the paper's token text, one space between tokens */
void dsl_print_readable(struct buf *out, const struct dsl_program *p); /* the readable spelling, on one line */
void dsl_print_expr(struct buf *out, const struct dsl_expr *e);        /* one expression of the token text, which must not be nothing */
void dsl_print_test(struct buf *out, const struct dsl_test *t);        /* a condition, readable */

/* A copy that lives in the arena. */
struct dsl_program dsl_copy(const struct dsl_program *p, struct arena *a);

/* ---- a program as token ids, for lengths and for the networks ---- */

/* The ids of a program, ROLE_TEXT as DSL_TEXT; returns how many there are, and stores at most `most` of them. */
size_t dsl_ids(const struct dsl_program *p, uint8_t *ids, size_t most);
bool dsl_is_nothing(const struct dsl_expr *exprs, size_t n);             /* Concat(), which gives the empty text: one fixed text of no characters */
bool dsl_is_constant(const struct dsl_program *p);                       /* has it fixed texts only? */
enum dsl_dialect dsl_dialect_of(const struct dsl_program *p);          /* the smallest dialect that has all of it */

#endif
