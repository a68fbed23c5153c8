/* dsl_legal - the syntax checker: which tokens may come next (Appendix B.5)
 * SPDX-License-Identifier: MIT */
#include "dsl/dsl_legal.h"

#include "dsl/dsl_test.h"

enum {
	AT_PROGRAM, AT_OPEN_I, AT_TEST, AT_OPEN_TEST, AT_TEST_COLUMN, AT_TEST_OR_COLUMN, AT_COLUMN_TEST, AT_OPEN_H, AT_ITEM, AT_CLOSE_H, AT_CLOSE_TEST,
	AT_THEN, AT_ELSE, AT_CLOSE_I,
	AT_OPEN_C, AT_FIRST_EXPR, AT_EXPR,
	AT_OPEN_K, AT_TEXT, AT_CLOSE_K,
	AT_OPEN_T, AT_ARG, AT_ARROW, AT_MADE, AT_ROW, AT_ROW_OR_VALUE, AT_VALUE, AT_CLOSE_T,
	AT_OPEN_S, AT_POS, AT_CLOSE_S,
	AT_OPEN_P, AT_K, AT_CLOSE_P,
	AT_OPEN_R, AT_TYPE, AT_N, AT_BOUND, AT_OFFSET, AT_CLOSE_R,
	AT_END,
};

static const struct dsl_token *token_of(int token)
{
	static const struct dsl_token text = { .role = ROLE_TEXT, .dialect = DSL_SHELL };

	if (token == DSL_TEXT)
		return &text;
	return token >= 0 && token < dsl_table_size ? &dsl_table[token] : NULL;
}

struct dsl_syntax dsl_syntax_begin(enum dsl_dialect d)
{
	return (struct dsl_syntax){ .state = AT_PROGRAM, .dialect = (uint8_t)d };
}

static enum dsl_arg_kind next_arg(const struct dsl_syntax *s, int more)
{
	const enum dsl_arg_kind *args = dsl_ops[s->op].args;

	return args[0] == ARG_COLUMNS ? (s->arg + more < DSL_JOINED ? ARG_COLUMNS : ARG_NONE) : args[s->arg + more];
}

/* Of a test; the last one may go on. */
static enum dsl_arg_kind next_item(const struct dsl_syntax *s, int more)
{
	const enum dsl_arg_kind *args = dsl_predicates[s->op].args;

	return args[0] == ARG_ITEMS ? (s->arg + more < DSL_ITEMS ? ARG_ITEMS : ARG_NONE) : args[s->arg + more];
}

static int behind_test(const struct dsl_syntax *s)
{
	return s->test ? AT_CLOSE_TEST : AT_THEN;
}

static int behind_item(const struct dsl_syntax *s, const struct dsl_token *t)
{
	const enum dsl_arg_kind now = next_item(s, 0);

	if (dsl_op_takes(now, t))
		return next_item(s, 1) == ARG_NONE ? AT_CLOSE_H : AT_ITEM;
	return (now == ARG_ITEMS || now == ARG_NTH_OR_NOTHING) && t->role == ROLE_CLOSE_H ? behind_test(s) : -1;
}

static bool may_nest(const struct dsl_syntax *s)
{
	return s->depth < DSL_DEPTH + (s->outer ? 0 : s->column);
}

/* May an expression begin with the operator, or a value? Fields have no columns and no fields. */
static bool may_open(const struct dsl_syntax *s, const struct dsl_token *t, bool value)
{
	if (t->role != ROLE_OP || (s->outer && t->value == OP_MAP))
		return false;
	return value ? t->value != OP_COLUMN && may_nest(s) : t->value != OP_COLUMN || !s->outer;
}

/* Behind what an operator's value may begin with. A Column is in no operator. */
static int behind_value(const struct dsl_syntax *s, const struct dsl_token *t)
{
	return t->role == ROLE_SUBSTR ? AT_OPEN_S : may_open(s, t, true) ? AT_OPEN_T : -1;
}

static int behind_arg(const struct dsl_syntax *s, const struct dsl_token *t)
{
	const enum dsl_arg_kind now = next_arg(s, 0), next = next_arg(s, 1);

	if (now == ARG_ROWS)
		return dsl_op_takes(ARG_ROWS, t) ? AT_ARROW : -1;
	if (t->role == ROLE_CONCAT)
		return now == ARG_EACH || (now == ARG_TEXT_OR_NOTHING && next == ARG_EACH) ? AT_OPEN_C : -1;
	if (dsl_op_takes(now, t))
		return next == ARG_NONE ? AT_VALUE : AT_ARG;
	if (now == ARG_TEXT_OR_NOTHING)
		return next == ARG_NONE ? behind_value(s, t) : -1;
	return (now == ARG_COLUMNS && s->arg) || now == ARG_ORDER_OR_NOTHING || now == ARG_UNIT_OR_NOTHING ? behind_value(s, t) : -1;
}

/* The state behind a token, or -1 when the token may not come here. */
static int behind(const struct dsl_syntax *s, const struct dsl_token *t)
{
	enum dsl_role role = t->role;

	if (t->dialect > s->dialect)
		return -1;
	switch (s->state) {
	case AT_ELSE:
		if (role == ROLE_CLOSE_I)
			return s->ifs > 1 ? AT_CLOSE_I : AT_END;
		/* fall through */
	case AT_PROGRAM:      return role == ROLE_CONCAT ? AT_OPEN_C : role == ROLE_IF && s->ifs < DSL_TESTS ? AT_OPEN_I : -1;
	case AT_OPEN_I:       return role == ROLE_OPEN_I ? AT_TEST : -1;
	case AT_TEST:
		return role == ROLE_OP && t->value == OP_COLUMN ? AT_OPEN_TEST : role == ROLE_TEST ? AT_OPEN_H : -1;
	case AT_COLUMN_TEST:  return role == ROLE_TEST && t->value != TEST_FITS ? AT_OPEN_H : -1;
	case AT_OPEN_TEST:    return role == ROLE_OPEN_T ? AT_TEST_COLUMN : -1;
	case AT_TEST_OR_COLUMN:
		if (role == ROLE_TEST && t->value != TEST_FITS)
			return AT_OPEN_H;
		/* fall through */
	case AT_TEST_COLUMN:
		return !dsl_op_takes(ARG_COLUMNS, t) ? -1 : s->arg + 1 < DSL_JOINED ? AT_TEST_OR_COLUMN : AT_COLUMN_TEST;
	case AT_OPEN_H:       return role != ROLE_OPEN_H ? -1 : next_item(s, 0) == ARG_NONE ? AT_CLOSE_H : AT_ITEM;
	case AT_ITEM:         return behind_item(s, t);
	case AT_CLOSE_H:      return role == ROLE_CLOSE_H ? behind_test(s) : -1;
	case AT_CLOSE_TEST:   return role == ROLE_CLOSE_T ? AT_THEN : -1;
	case AT_THEN:         return role == ROLE_CONCAT ? AT_OPEN_C : -1;
	case AT_CLOSE_I:      return role != ROLE_CLOSE_I ? -1 : s->ifs > 1 ? AT_CLOSE_I : AT_END;
	case AT_OPEN_C:       return role == ROLE_OPEN_C ? AT_FIRST_EXPR : -1;
	case AT_FIRST_EXPR:
	case AT_EXPR:
		if (role == ROLE_CLOSE_C && (s->state == AT_EXPR || s->dialect == DSL_SHELL))
			return s->outer ? AT_VALUE : s->then ? AT_ELSE : s->ifs ? AT_CLOSE_I : AT_END;
		return role == ROLE_CONSTSTR ? AT_OPEN_K : role == ROLE_SUBSTR ? AT_OPEN_S : may_open(s, t, false) ? AT_OPEN_T : -1;
	case AT_OPEN_K:       return role == ROLE_OPEN_K ? AT_TEXT : -1;
	case AT_TEXT:         return role == ROLE_CHAR || role == ROLE_TEXT ? AT_CLOSE_K : -1;
	case AT_CLOSE_K:      return role == ROLE_CLOSE_K ? AT_EXPR : -1;
	case AT_OPEN_T:       return role != ROLE_OPEN_T ? -1 : next_arg(s, 0) == ARG_NONE ? AT_VALUE : AT_ARG;
	case AT_ARG:          return behind_arg(s, t);
	case AT_ARROW:        return role == ROLE_ARROW ? AT_MADE : -1;
	case AT_MADE:         return dsl_op_takes(ARG_ROWS, t) ? AT_ROW : -1;
	case AT_ROW:          return dsl_op_takes(ARG_ROWS, t) ? AT_ROW_OR_VALUE : behind_value(s, t);
	case AT_ROW_OR_VALUE: return role == ROLE_ARROW ? AT_MADE : behind_value(s, t);
	case AT_VALUE:        return behind_value(s, t);
	case AT_CLOSE_T:      return role != ROLE_CLOSE_T ? -1 : s->depth > 1 ? AT_CLOSE_T : AT_EXPR;
	case AT_OPEN_S:       return role == ROLE_OPEN_S ? AT_POS : -1;
	case AT_POS:
		return role == ROLE_CONSTPOS ? AT_OPEN_P : role == ROLE_REGEX ? AT_OPEN_R :
		       role == ROLE_END_OF_STRING ? (s->second ? AT_CLOSE_S : AT_POS) : -1;
	case AT_CLOSE_S:      return role == ROLE_CLOSE_S ? (s->depth ? AT_CLOSE_T : AT_EXPR) : -1;
	case AT_OPEN_P:       return role == ROLE_OPEN_P ? AT_K : -1;
	case AT_K:            return role == ROLE_INT ? AT_CLOSE_P : -1;
	case AT_CLOSE_P:      return role == ROLE_CLOSE_P ? (s->second ? AT_CLOSE_S : AT_POS) : -1;
	case AT_OPEN_R:       return role == ROLE_OPEN_R ? AT_TYPE : -1;
	case AT_TYPE:         return role == ROLE_TYPE || role == ROLE_CHAR || role == ROLE_TEXT ? AT_N : -1;
	case AT_N: {
		int most = s->dialect == DSL_PAPER ? 3 : 20;

		return role == ROLE_INT && t->value >= -most && t->value <= most ? AT_BOUND : -1;
	}
	case AT_BOUND:        return role != ROLE_BOUND ? -1 : s->dialect == DSL_PAPER ? AT_CLOSE_R : AT_OFFSET;
	case AT_OFFSET:
		if (role == ROLE_INT)
			return t->value && t->value >= -DSL_OFFSET && t->value <= DSL_OFFSET ? AT_CLOSE_R : -1;
		/* fall through */
	case AT_CLOSE_R:      return role == ROLE_CLOSE_R ? (s->second ? AT_CLOSE_S : AT_POS) : -1;
	default:              return role == ROLE_PAD ? AT_END : -1;
	}
}

bool dsl_may(const struct dsl_syntax *s, int token)
{
	const struct dsl_token *t = token_of(token);

	return t && behind(s, t) >= 0;
}

bool dsl_step(struct dsl_syntax *s, int token)
{
	const struct dsl_token *t = token_of(token);
	int next = t ? behind(s, t) : -1;

	if (next < 0)
		return false;
	if (t->role == ROLE_IF) {
		s->ifs++;
		s->then = 1;
		s->test = 0;
	} else if (t->role == ROLE_CLOSE_I)
		s->ifs--;
	else if (s->state == AT_TEST && t->role == ROLE_OP) {
		s->test = 1;
		s->arg = 0;
	} else if (s->state == AT_TEST_COLUMN || (s->state == AT_TEST_OR_COLUMN && t->role != ROLE_TEST))
		s->arg++;
	else if (s->state == AT_CLOSE_TEST)
		;
	else if (s->state == AT_ARG && t->role == ROLE_CONCAT) {
		s->outer = s->depth;
		s->depth = 0;
	} else if (s->outer && t->role == ROLE_CLOSE_C) {
		s->depth = s->outer;
		s->outer = 0;
	} else if (s->state == AT_ELSE || t->role == ROLE_CLOSE_C)
		s->then = 0;
	else if (t->role == ROLE_TEST) {
		s->op = (uint8_t)t->value;
		s->arg = 0;
	} else if (t->role == ROLE_OP) {
		if (!s->depth && !s->outer)
			s->column = t->value == OP_COLUMN;
		s->depth++;
		s->op = (uint8_t)t->value;
		s->arg = 0;
	} else if (t->role == ROLE_CLOSE_T)
		s->depth--;
	else if ((s->state == AT_ARG && t->role != ROLE_SUBSTR) || (s->state == AT_ITEM && t->role != ROLE_CLOSE_H))
		s->arg++;
	else if (t->role == ROLE_OPEN_S)
		s->second = 0;
	else if (t->role == ROLE_CLOSE_P || t->role == ROLE_CLOSE_R || t->role == ROLE_END_OF_STRING)
		s->second = 1;
	s->state = (uint8_t)next;
	return true;
}

bool dsl_finished(const struct dsl_syntax *s)
{
	return s->state == AT_END;
}

void dsl_mask(const struct dsl_syntax *s, uint8_t *legal)
{
	int n = dsl_size(s->dialect);

	for (int id = 0; id < n; id++)
		legal[id] = behind(s, &dsl_table[id]) >= 0;
}

int dsl_paren(const struct dsl_syntax *s, bool open)
{
	for (int id = 0; id < dsl_table_size; id++) {
		const char *text = dsl_table[id].text;

		if (dsl_table[id].role >= ROLE_OPEN_C && dsl_table[id].role <= ROLE_CLOSE_R && text[1] == (open ? '(' : ')') &&
		    behind(s, &dsl_table[id]) >= 0)
			return id;
	}
	return -1;
}

int dsl_wants(const struct dsl_syntax *s)
{
	return s->state == AT_ARG ? (int)next_arg(s, 0) : s->state == AT_ITEM ? (int)next_item(s, 0) : 0;
}

static const char *expected_item(enum dsl_arg_kind kind)
{
	switch (kind) {
	case ARG_LIMIT:          return "a quoted number";
	case ARG_MOST:           return "a whole number from 0 to 20";
	case ARG_NTH_OR_NOTHING: return "a whole number from 1 to 20, or 'h)'";
	case ARG_ITEMS:            return "a class (Word, Num, ...), a quoted text or 'h)'";
	default:                   return "a class (Word, Num, ...) or a quoted text";
	}
}

const char *dsl_expected(const struct dsl_syntax *s)
{
	bool shell = s->dialect == DSL_SHELL;

	switch (s->state) {
	case AT_PROGRAM:      return shell ? "Concat or If" : "Concat";
	case AT_THEN:         return "Concat";
	case AT_ELSE:         return "Concat, If or 'i)'";
	case AT_TEST:         return "a condition (Has, Starts, Ends, Is, Less, More, Longer, Fits), or Column";
	case AT_COLUMN_TEST:  return "a condition (Has, Starts, Ends, Is, Less, More, Longer)";
	case AT_TEST_OR_COLUMN: return "a condition (Has, Starts, Ends, Is, Less, More, Longer), or a column";
	case AT_TEST_COLUMN:  return "a column, 1 to 20";
	case AT_ITEM:         return expected_item(next_item(s, 0));
	case AT_ARROW:        return "'->'";
	case AT_MADE:         return "a quoted text";
	case AT_ROW:          return "a quoted text, SubStr or an operator";
	case AT_ROW_OR_VALUE: return "'->', SubStr or an operator";
	case AT_FIRST_EXPR:
		if (!shell)
			return "an expression (ConstStr, SubStr)";
		/* fall through */
	case AT_EXPR:         return shell ? "an expression (ConstStr, SubStr, or an operator such as ToCase) or 'c)'" : "an expression (ConstStr, SubStr) or 'c)'";
	case AT_TEXT:         return shell ? "a quoted text" : "one of the 20 quoted characters";
	case AT_ARG:
		switch (next_arg(s, 0)) {
		case ARG_CASE:  return "a case (Lower, Allcaps, Propcase, Sentence, Name, Title)";
		case ARG_COLUMNS: return s->arg ? "a column, SubStr or an operator" : "a column, 1 to 20";
		case ARG_MATCH: return "a class (Word, Num, ...) or a quoted text";
		case ARG_TEXT:
		case ARG_ROWS:  return "a quoted text";
		case ARG_NUMBER: return "a quoted number";
		case ARG_FORMAT: return "a quoted format such as \"0.00\", \"000\", \"#,##0.##\" or \"G6\"";
		case ARG_MOMENT: return "a quoted format such as \"%Y-%m-%d\" or \"%H:%M\"";
		case ARG_STEP:  return "a quoted number above 0, or a span of time such as \"30m\"";
		case ARG_SPAN_FORMAT: return "a quoted format such as \"%H:%M:%S\"";
		case ARG_UNIT_OR_NOTHING: return "\"m\", \"h\", \"m:s\", SubStr or an operator";
		case ARG_PASSED: return "\"years\", \"months\", \"weeks\", \"days\", \"hours\", \"minutes\" or \"seconds\"";
		case ARG_ZONE:  return "a quoted zone such as \"+02:00\"";
		case ARG_SPAN:  return "a quoted span of time such as \"30m\", \"2h\" or \"-1s\"";
		case ARG_EACH:  return "Concat";
		case ARG_COUNT:
		case ARG_INDEX: return "a quoted whole number of two digits at most";
		case ARG_CHARACTER: return "a quoted character";
		case ARG_TEXT_OR_NOTHING:
			return next_arg(s, 1) == ARG_EACH ? "a quoted text or Concat" : "a quoted text, SubStr or an operator";
		case ARG_ORDER_OR_NOTHING: return "\"mdy\", \"dmy\" or the like, SubStr or an operator";
		default:        return "a quoted text, SubStr or an operator";
		}
	case AT_VALUE:        return may_nest(s) ? "SubStr or an operator" : "SubStr";
	case AT_POS:          return shell ? "a position (ConstPos, Regex, END)" : "a position (ConstPos, Regex)";
	case AT_K:            return "a whole number from -20 to 20";
	case AT_TYPE:         return shell ? "a class (Word, Num, ...) or a quoted text" : "a class (Word, Num, ...) or a quoted character";
	case AT_N:            return shell ? "a whole number from -20 to 20" : "a whole number from -3 to 3";
	case AT_BOUND:        return shell ? "Start, End or After" : "Start or End";
	case AT_OFFSET:       return "an offset from -3 to 3, but not 0, or 'r)'";
	case AT_END:          return "the end of the program";
	default:              return s->state == AT_CLOSE_K || s->state == AT_CLOSE_S || s->state == AT_CLOSE_T || s->state == AT_CLOSE_P ||
	                             s->state == AT_CLOSE_R || s->state == AT_CLOSE_I || s->state == AT_CLOSE_H || s->state == AT_CLOSE_TEST ? "a closing parenthesis" : "an opening parenthesis";
	}
}
