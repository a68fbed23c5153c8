/* moment_language - the names of months and weekdays in languages
 * SPDX-License-Identifier: MIT
 *
 * The names are those of the Unicode Common Locale Data Repository, release 41 (common/main, the Gregorian calendar: months and days, wide and
 * abbreviated, without the point of an abbreviation). What stands between a day and a month, and what stands behind the number of a day, is of ours. */
#include "base/moment_language.h"

#include "base/utf8.h"

const struct moment_language moment_languages[MOMENT_LANGUAGES] = {
	{ "en", "of", "st nd rd th",
	  { "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
	    "November", "December" },
	  { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" },
	  { NULL },
	  { "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday" },
	  { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" } },
	{ "de", NULL, NULL,
	  { "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober",
	    "November", "Dezember" },
	  { "Jan", "Feb", "Mär", "Apr", "Mai", "Jun", "Jul", "Aug", "Sep", "Okt", "Nov", "Dez" },
	  { NULL },
	  { "Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag" },
	  { "Mo", "Di", "Mi", "Do", "Fr", "Sa", "So" } },
	{ "fr", NULL, "er",
	  { "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
	    "novembre", "décembre" },
	  { "janv", "févr", "mars", "avr", "mai", "juin", "juil", "août", "sept", "oct", "nov", "déc" },
	  { NULL },
	  { "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche" },
	  { "lun", "mar", "mer", "jeu", "ven", "sam", "dim" } },
	{ "es", "de", NULL,
	  { "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre",
	    "noviembre", "diciembre" },
	  { "ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sept", "oct", "nov", "dic" },
	  { NULL },
	  { "lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo" },
	  { "lun", "mar", "mié", "jue", "vie", "sáb", "dom" } },
	{ "it", NULL, NULL,
	  { "gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre", "ottobre",
	    "novembre", "dicembre" },
	  { "gen", "feb", "mar", "apr", "mag", "giu", "lug", "ago", "set", "ott", "nov", "dic" },
	  { NULL },
	  { "lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato", "domenica" },
	  { "lun", "mar", "mer", "gio", "ven", "sab", "dom" } },
	{ "nl", NULL, "e",
	  { "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober",
	    "november", "december" },
	  { "jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec" },
	  { NULL },
	  { "maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag" },
	  { "ma", "di", "wo", "do", "vr", "za", "zo" } },
	{ "pt", "de", NULL,
	  { "janeiro", "fevereiro", "março", "abril", "maio", "junho", "julho", "agosto", "setembro", "outubro",
	    "novembro", "dezembro" },
	  { "jan", "fev", "mar", "abr", "mai", "jun", "jul", "ago", "set", "out", "nov", "dez" },
	  { NULL },
	  { "segunda-feira", "terça-feira", "quarta-feira", "quinta-feira", "sexta-feira", "sábado", "domingo" },
	  { "seg", "ter", "qua", "qui", "sex", "sáb", "dom" } },
	{ "pl", NULL, NULL,
	  { "stycznia", "lutego", "marca", "kwietnia", "maja", "czerwca", "lipca", "sierpnia", "września",
	    "października", "listopada", "grudnia" },
	  { "sty", "lut", "mar", "kwi", "maj", "cze", "lip", "sie", "wrz", "paź", "lis", "gru" },
	  { "styczeń", "luty", "marzec", "kwiecień", "maj", "czerwiec", "lipiec", "sierpień", "wrzesień",
	    "październik", "listopad", "grudzień" },
	  { "poniedziałek", "wtorek", "środa", "czwartek", "piątek", "sobota", "niedziela" },
	  { "pon", "wt", "śr", "czw", "pt", "sob", "niedz" } },
	{ "sv", NULL, NULL,
	  { "januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober",
	    "november", "december" },
	  { "jan", "feb", "mars", "apr", "maj", "juni", "juli", "aug", "sep", "okt", "nov", "dec" },
	  { NULL },
	  { "måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag" },
	  { "mån", "tis", "ons", "tors", "fre", "lör", "sön" } },
	{ "da", NULL, NULL,
	  { "januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober",
	    "november", "december" },
	  { "jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec" },
	  { NULL },
	  { "mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag" },
	  { "man", "tir", "ons", "tor", "fre", "lør", "søn" } },
	{ "fi", NULL, NULL,
	  { "tammikuuta", "helmikuuta", "maaliskuuta", "huhtikuuta", "toukokuuta", "kesäkuuta", "heinäkuuta",
	    "elokuuta", "syyskuuta", "lokakuuta", "marraskuuta", "joulukuuta" },
	  { "tammik", "helmik", "maalisk", "huhtik", "toukok", "kesäk", "heinäk", "elok", "syysk", "lokak",
	    "marrask", "jouluk" },
	  { "tammikuu", "helmikuu", "maaliskuu", "huhtikuu", "toukokuu", "kesäkuu", "heinäkuu", "elokuu", "syyskuu",
	    "lokakuu", "marraskuu", "joulukuu" },
	  { "maanantai", "tiistai", "keskiviikko", "torstai", "perjantai", "lauantai", "sunnuntai" },
	  { "ma", "ti", "ke", "to", "pe", "la", "su" } },
};

int moment_language_of(struct str name)
{
	for (int k = 0; k < MOMENT_LANGUAGES; k++)
		if (str_eq(name, str_of(moment_languages[k].name)))
			return k;
	return -1;
}

/* The code point at p, of one or two bytes as all of the names', in lower case; *n: its bytes. 0 for anything else. */
static uint32_t lower_at(const char *p, size_t left, size_t *n)
{
	const unsigned char first = left ? (unsigned char)p[0] : 0, second = left > 1 ? (unsigned char)p[1] : 0;

	*n = first < 0x80 ? 1 : 2;
	if (first < 0x80)
		return first >= 'A' && first <= 'Z' ? first + 32u : first;
	if ((first & 0xE0) != 0xC0 || (second & 0xC0) != 0x80)
		return 0;
	return utf8_lower((first & 0x1Fu) << 6 | (second & 0x3Fu));
}

/* How many bytes of a name a word is, whatever the case; 0 when it is no beginning of it. */
static size_t begins(struct str word, const char *name)
{
	const size_t size = strlen(name);
	size_t at = 0, in_name = 0, n, m;

	for (; at < word.n; at += n, in_name += m) {
		const uint32_t point = lower_at(word.p + at, word.n - at, &n);

		if (!point || point != lower_at(name + in_name, size - in_name, &m))
			return 0;
	}
	return in_name;
}

static bool is_whole(struct str word, const char *name)
{
	return name && begins(word, name) == strlen(name);
}

/* The one of n names that a word is; -1. */
static int find(struct str word, const char *const *names, int n)
{
	for (int k = 0; k < n; k++)
		if (is_whole(word, names[k]))
			return k;
	return -1;
}

/* The only one that it is the beginning of, of three bytes at least; -1. */
static int find_beginning(struct str word, const char *const *names, int n)
{
	int found = -1, many = 0;

	for (int k = 0; k < n && word.n >= 3; k++)
		if (begins(word, names[k]))
			found = k, many++;
	return many == 1 ? found : -1;
}

/* What is the whole of one name isn't the beginning of another. */
int moment_language_month(int language, struct str word)
{
	const struct moment_language *l = &moment_languages[language];
	int k = find(word, l->months, 12);

	k = k < 0 ? find(word, l->brief_months, 12) : k;
	k = k < 0 ? find(word, l->alone, 12) : k;
	if (k < 0 && find(word, l->brief_weekdays, 7) < 0)
		k = find_beginning(word, l->months, 12);
	return 1 + k;
}

int moment_language_weekday(int language, struct str word)
{
	const struct moment_language *l = &moment_languages[language];
	int k = find(word, l->weekdays, 7);

	k = k < 0 ? find(word, l->brief_weekdays, 7) : k;
	return k < 0 ? find_beginning(word, l->weekdays, 7) : k;
}

bool moment_language_joins(int language, struct str word)
{
	const char *of = moment_languages[language].of;

	return of && is_whole(word, of);
}

bool moment_language_ordinal(int language, struct str word)
{
	const char *ordinals = moment_languages[language].ordinals;

	return ordinals && word.n <= 2 && !memchr(word.p, ' ', word.n) &&
	       memmem(ordinals, strlen(ordinals), word.p, word.n);
}
