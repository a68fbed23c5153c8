/* dsl - the language of Figure 1 as one table: tokens and dialects
 * SPDX-License-Identifier: MIT */
#include "dsl/dsl_token.h"

#include "dsl/dsl_op.h"
#include "dsl/dsl_test.h"

#define PAPER(text, role, value)             { text, role, DSL_PAPER, value, NULL, false, 0, 0, 0, 0 }
#define SHELL(text, role, value)             { text, role, DSL_SHELL, value, NULL, false, 0, 0, 0, 0 }
#define CLASS(dialect, text, to, pattern, ...) { text, ROLE_TYPE, dialect, to, pattern, (to) != CASE_NONE, __VA_ARGS__ }
#define INT(k)  PAPER(#k, ROLE_INT, k)
#define CHAR(c) PAPER("\"" c "\"", ROLE_CHAR, c[0])
#define MORE(c) SHELL("\"" c "\"", ROLE_CHAR, c[0])

/* Marks belong to the letter before them, so that decomposed accents and Indic vowels don't cut words. */
#define LETTER "\\p{L}\\p{M}*+"
#define UPPER  "\\p{Lu}\\p{M}*+"
#define SMALL  "\\p{Ll}\\p{M}*+"
#define EITHER "[\\p{L}\\p{Nd}]\\p{M}*+"

const struct dsl_token dsl_table[] = {
	PAPER("<pad>", ROLE_PAD, 0),
	PAPER("Concat", ROLE_CONCAT, 0), PAPER("ConstStr", ROLE_CONSTSTR, 0), PAPER("SubStr", ROLE_SUBSTR, 0),
	PAPER("ConstPos", ROLE_CONSTPOS, 0), PAPER("Regex", ROLE_REGEX, 0),
	PAPER("c(", ROLE_OPEN_C, 0), PAPER("c)", ROLE_CLOSE_C, 0), PAPER("k(", ROLE_OPEN_K, 0), PAPER("k)", ROLE_CLOSE_K, 0),
	PAPER("s(", ROLE_OPEN_S, 0), PAPER("s)", ROLE_CLOSE_S, 0), PAPER("p(", ROLE_OPEN_P, 0), PAPER("p)", ROLE_CLOSE_P, 0),
	PAPER("r(", ROLE_OPEN_R, 0), PAPER("r)", ROLE_CLOSE_R, 0),
	CLASS(DSL_PAPER, "Word",     CASE_NONE,   "(?:" LETTER "){2,}+",    KIND_LETTER, KIND_LETTER, 2, 0),
	CLASS(DSL_PAPER, "Num",      CASE_NONE,   "\\p{Nd}++",              KIND_DIGIT, KIND_DIGIT, 1, 0),
	CLASS(DSL_PAPER, "Alphanum", CASE_NONE,   "(?:" EITHER ")++",       KIND_LETTER | KIND_DIGIT, KIND_LETTER | KIND_DIGIT, 1, 0),
	CLASS(DSL_PAPER, "Allcaps",  CASE_UPPER,  "(?:" UPPER "){2,}+",     KIND_UPPER, KIND_UPPER, 2, 0),
	CLASS(DSL_PAPER, "Propcase", CASE_PROPER, UPPER "(?:" SMALL ")++",  KIND_UPPER, KIND_SMALL, 2, 0),
	CLASS(DSL_PAPER, "Lower",    CASE_LOWER,  "(?:" SMALL ")++",        KIND_SMALL, KIND_SMALL, 1, 0),
	CLASS(DSL_PAPER, "Digit",    CASE_NONE,   "\\p{Nd}",                KIND_DIGIT, KIND_DIGIT, 1, 1),
	CLASS(DSL_PAPER, "Char",     CASE_NONE,   EITHER,                   KIND_LETTER | KIND_DIGIT, KIND_LETTER | KIND_DIGIT, 1, 1),
	INT(-20), INT(-19), INT(-18), INT(-17), INT(-16), INT(-15), INT(-14), INT(-13), INT(-12), INT(-11),
	INT(-10), INT(-9), INT(-8), INT(-7), INT(-6), INT(-5), INT(-4), INT(-3), INT(-2), INT(-1), INT(0),
	INT(1), INT(2), INT(3), INT(4), INT(5), INT(6), INT(7), INT(8), INT(9), INT(10),
	INT(11), INT(12), INT(13), INT(14), INT(15), INT(16), INT(17), INT(18), INT(19), INT(20),
	CHAR("&"), CHAR(","), CHAR("."), CHAR("?"), CHAR("!"), CHAR("@"), CHAR("("), CHAR(")"), CHAR("["), CHAR("]"),
	CHAR("%"), CHAR("{"), CHAR("}"), CHAR("/"), CHAR(":"), CHAR(";"), CHAR("$"), CHAR("#"), CHAR("'"),
	PAPER("\"SPACE\"", ROLE_CHAR, ' '),
	PAPER("Start", ROLE_BOUND, BOUND_START), PAPER("End", ROLE_BOUND, BOUND_END),

	SHELL("ToCase", ROLE_OP, OP_TOCASE), SHELL("t(", ROLE_OPEN_T, 0), SHELL("t)", ROLE_CLOSE_T, 0),
	SHELL("END", ROLE_END_OF_STRING, 0), SHELL("After", ROLE_BOUND, BOUND_AFTER),
	CLASS(DSL_SHELL, "Word+",    CASE_NONE,   "(?:" LETTER ")++",       KIND_LETTER, KIND_LETTER, 1, 0),
	CLASS(DSL_SHELL, "Allcaps+", CASE_NONE,   "(?:" UPPER ")++",        KIND_UPPER, KIND_UPPER, 1, 0),
	CLASS(DSL_SHELL, "Space",    CASE_NONE,   "\\p{Xps}++",             KIND_BLANK, KIND_BLANK, 1, 0),
	SHELL("Sentence", ROLE_CASE, CASE_SENTENCE),
	MORE("*"), MORE("+"), MORE("-"), MORE("<"), MORE("="), MORE(">"), MORE("^"), MORE("_"), MORE("`"), MORE("|"), MORE("~"),
	SHELL("\"\\\"\"", ROLE_CHAR, '"'), SHELL("\"\\\\\"", ROLE_CHAR, '\\'),
	SHELL("\"\\t\"", ROLE_CHAR, '\t'), SHELL("\"\\n\"", ROLE_CHAR, '\n'),
	SHELL("Remove", ROLE_OP, OP_REMOVE), SHELL("Replace", ROLE_OP, OP_REPLACE), SHELL("Join", ROLE_OP, OP_JOIN),
	SHELL("Separate", ROLE_OP, OP_SEPARATE), SHELL("Initials", ROLE_OP, OP_INITIALS),
	SHELL("Format", ROLE_OP, OP_FORMAT), SHELL("Linear", ROLE_OP, OP_LINEAR), SHELL("Date", ROLE_OP, OP_DATE),
	SHELL("Column", ROLE_OP, OP_COLUMN),
	SHELL("Floor", ROLE_OP, OP_FLOOR), SHELL("Ceil", ROLE_OP, OP_CEIL), SHELL("Round", ROLE_OP, OP_ROUND), SHELL("Shift", ROLE_OP, OP_SHIFT),
	CLASS(DSL_SHELL, "Field",    CASE_NONE,   "\\P{Xps}++",             KIND_FIELD, KIND_FIELD, 1, 0),
	SHELL("Zone", ROLE_OP, OP_ZONE), SHELL("Span", ROLE_OP, OP_SPAN),
	SHELL("Number", ROLE_OP, OP_NUMBER), SHELL("Sum", ROLE_OP, OP_SUM), SHELL("Difference", ROLE_OP, OP_DIFFERENCE),
	SHELL("Product", ROLE_OP, OP_PRODUCT), SHELL("Quotient", ROLE_OP, OP_QUOTIENT), SHELL("Raise", ROLE_OP, OP_RAISE), SHELL("Reduce", ROLE_OP, OP_REDUCE),
	SHELL("Largest", ROLE_OP, OP_LARGEST), SHELL("Smallest", ROLE_OP, OP_SMALLEST), SHELL("Between", ROLE_OP, OP_BETWEEN), SHELL("Count", ROLE_OP, OP_COUNT),
	SHELL("Length", ROLE_OP, OP_LENGTH), SHELL("Every", ROLE_OP, OP_EVERY), SHELL("Pick", ROLE_OP, OP_PICK), SHELL("Before", ROLE_OP, OP_BEFORE),
	SHELL("If", ROLE_IF, 0), SHELL("i(", ROLE_OPEN_I, 0), SHELL("i)", ROLE_CLOSE_I, 0), SHELL("h(", ROLE_OPEN_H, 0), SHELL("h)", ROLE_CLOSE_H, 0),
	SHELL("Has", ROLE_TEST, TEST_HAS), SHELL("Starts", ROLE_TEST, TEST_STARTS), SHELL("Ends", ROLE_TEST, TEST_ENDS),
	SHELL("Is", ROLE_TEST, TEST_IS), SHELL("Less", ROLE_TEST, TEST_LESS), SHELL("More", ROLE_TEST, TEST_MORE),
	SHELL("Longer", ROLE_TEST, TEST_LONGER),
	SHELL("Lookup", ROLE_OP, OP_LOOKUP), SHELL("->", ROLE_ARROW, 0),
	SHELL("Fits", ROLE_TEST, TEST_FITS), SHELL("Map", ROLE_OP, OP_MAP),
	SHELL("Name", ROLE_CASE, CASE_NAME), SHELL("Title", ROLE_CASE, CASE_TITLE),
	SHELL("Unaccent", ROLE_OP, OP_UNACCENT), SHELL("Narrow", ROLE_OP, OP_NARROW), SHELL("Strip", ROLE_OP, OP_STRIP), SHELL("Pad", ROLE_OP, OP_PAD),
};
const int dsl_table_size = sizeof dsl_table / sizeof *dsl_table;
_Static_assert(sizeof dsl_table / sizeof *dsl_table == DSL_ALL, "DSL_ALL counts the table's entries");

_Static_assert(DSL_ALL <= DSL_TEXT, "DSL_TEXT is no token's id");

int dsl_size(enum dsl_dialect d)
{
	return d == DSL_PAPER ? DSL_VOCABULARY : dsl_table_size;
}

int dsl_char_id(unsigned char c, enum dsl_dialect d)
{
	for (int id = DSL_FIRST_CHAR; id < dsl_size(d); id++)
		if (dsl_table[id].role == ROLE_CHAR && dsl_table[id].value == c)
			return id;
	return -1;
}

int dsl_int_id(int value)
{
	return ID_INT_0 + value;
}

int dsl_bound_id(enum dsl_bound b)
{
	return b == BOUND_START ? ID_START : b == BOUND_END ? ID_END : ID_AFTER;
}

int dsl_case_id(enum dsl_case c)
{
	for (int id = 0; id < dsl_table_size; id++)
		if ((dsl_table[id].role == ROLE_CASE || dsl_table[id].by_case) && dsl_table[id].value == (int)c)
			return id;
	return -1;
}

int dsl_text_id(struct str text)
{
	int id = text.n == 1 ? dsl_char_id((unsigned char)text.p[0], DSL_SHELL) : -1;

	return id < 0 ? DSL_TEXT : id;
}

int dsl_id_of(enum dsl_role role, long value)
{
	for (int id = 0; id < dsl_table_size; id++)
		if (dsl_table[id].role == role && dsl_table[id].value == value)
			return id;
	return -1;
}

bool dsl_same_position(const struct dsl_pos *p, const struct dsl_pos *q)
{
	return p->kind == q->kind && p->k == q->k && p->type == q->type && str_eq(p->text, q->text) && p->n == q->n && p->bound == q->bound &&
	       p->offset == q->offset;
}
