/* mat - matrices as views, and their product by BLIS
 * SPDX-License-Identifier: MIT */
#include "nn/mat.h"

#ifdef HAVE_BLIS            /* else mat_plain.c */

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <blis.h>

#define ARCH_TYPE "BLIS_ARCH_TYPE"

enum { FIRST_CACHE = 24 << 10 };        /* bytes of it that the kernel's smaller panel may take: of 32 KiB at least */

/* The kernel for this CPU among those that the library was built with; NULL: BLIS shall choose. */
static const char *kernel_for_cpu(void)
{
#if defined(__x86_64__)
	__builtin_cpu_init();
#ifdef BLIS_CONFIG_SKX
	if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw")
	    && __builtin_cpu_supports("avx512vl"))
		return "skx";
#endif
#ifdef BLIS_CONFIG_HASWELL
	if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
		return "haswell";
#endif
#endif
	return NULL;
}

/* How this version wants a kernel named: up to 2.0 by its number, which differs between versions; later, and AMD's, by its name. */
static void spell(const char *name, char *out, size_t size)
{
	int major, minor;

	snprintf(out, size, "%s", name);
	if (sscanf(bli_info_get_version_str(), "%d.%d", &major, &minor) != 2 || major > 2 || (major == 2 && minor > 0))
		return;
	for (int id = 0; id < BLIS_NUM_ARCHS; id++)
		if (strcmp(bli_arch_string((arch_t)id), name) == 0)
			snprintf(out, size, "%d", id);
}

/* The kernel that the environment asks for, NULL: none. */
static const char *kernel_of_user(void)
{
	const char *user = getenv(ARCH_TYPE);

	return user && *user ? user : NULL;
}

static void start(void)
{
	const char *user = kernel_of_user(), *name = user ? user : kernel_for_cpu();
	char old[64], new[64];

	if (name) {
		snprintf(old, sizeof old, "%s", name);
		spell(old, new, sizeof new);
		setenv(ARCH_TYPE, new, 1);
	}
	bli_init();
	bli_thread_set_num_threads(1);         /* where it has threads of its own: ours are enough */
	if (user)
		setenv(ARCH_TYPE, old, 1);
	else
		unsetenv(ARCH_TYPE);
}

#ifdef NN_DOUBLE
#define GEMM bli_dgemm
#else
#define GEMM bli_sgemm
#endif

static pthread_once_t started = PTHREAD_ONCE_INIT;

void mat_mul(struct mat a, struct mat b, real beta, struct mat c)
{
	real one = 1;

	assert(a.rows == c.rows && b.cols == c.cols && a.cols == b.rows);
	pthread_once(&started, start);
	GEMM(BLIS_NO_TRANSPOSE, BLIS_NO_TRANSPOSE, c.rows, c.cols, a.cols, &one, a.p, a.down, a.across, b.p, b.down, b.across,
	     &beta, c.p, c.down, c.across);
}

/* ---- products with a packed matrix: BLIS's kernel, with loops of our own around it ----
 *
 * The kernel multiplies a panel of MR rows by one of NR columns, each stored along the sum. Panels come in stretches of the sum that are so
 * short that the NR panel stays in the first cache, and so many MR panels are taken together as stay in the second. A kernel that
 * writes along columns gets the transposed product: then the rows of a are its columns. */

#ifdef BLIS_KERNELS             /* its header has them as 0.9 has; the Makefile looks */

#ifdef NN_DOUBLE
#define TYPE BLIS_DOUBLE
typedef dgemm_ukr_ft kernel_function;
#else
#define TYPE BLIS_FLOAT
typedef sgemm_ukr_ft kernel_function;
#endif

struct kernel {
	kernel_function run;
	cntx_t *context;
	long mr, nr, stretch, block;           /* the longest stretch of the sum; MR panels taken together, in rows of that stretch */
	bool rows;                             /* writes along rows */
};

static struct kernel kernel;

static void find_kernel(void)
{
	cntx_t *context;
	long second;

	pthread_once(&started, start);
	context = bli_gks_query_cntx();
	kernel = (struct kernel){
		.run = __extension__(kernel_function)bli_cntx_get_l3_vir_ukr_dt(TYPE, BLIS_GEMM_UKR, context), .context = context,
		.mr = bli_cntx_get_blksz_def_dt(TYPE, BLIS_MR, context), .nr = bli_cntx_get_blksz_def_dt(TYPE, BLIS_NR, context),
		.rows = bli_cntx_l3_vir_ukr_prefers_rows_dt(TYPE, BLIS_GEMM_UKR, context),
	};
	/* of the caches, which BLIS's own sizes are for, the second one also has to hold what is written */
	second = bli_cntx_get_blksz_def_dt(TYPE, BLIS_MC, context) * bli_cntx_get_blksz_def_dt(TYPE, BLIS_KC, context) * 9 / 16;
	kernel.stretch = FIRST_CACHE / (long)sizeof(real) / kernel.nr;
	kernel.block = second / kernel.stretch / kernel.mr * kernel.mr;
	if (kernel.block < kernel.mr)
		kernel.block = kernel.mr;
}

static pthread_once_t found = PTHREAD_ONCE_INIT;

static long round_up(long n, long multiple)
{
	return (n + multiple - 1) / multiple * multiple;
}

/* n in parts of at most `most`, all about alike: how long they are. */
static long part_of(long n, long most)
{
	long parts = (n + most - 1) / most;

	return parts ? (n + parts - 1) / parts : 1;
}

typedef real four __attribute__((vector_size(4 * sizeof(real))));

/* to[k * down + i] = from[i * across + k] for i and k in 0 .. 3 */
static inline __attribute__((always_inline)) void transpose_four(const real *from, long across, real *to, long down)
{
	four a, b, c, d, ab, cd, ef, gh;

	memcpy(&a, from, sizeof a);
	memcpy(&b, from + across, sizeof b);
	memcpy(&c, from + 2 * across, sizeof c);
	memcpy(&d, from + 3 * across, sizeof d);
	ab = __builtin_shufflevector(a, b, 0, 4, 1, 5);
	cd = __builtin_shufflevector(c, d, 0, 4, 1, 5);
	ef = __builtin_shufflevector(a, b, 2, 6, 3, 7);
	gh = __builtin_shufflevector(c, d, 2, 6, 3, 7);
	a = __builtin_shufflevector(ab, cd, 0, 1, 4, 5);
	b = __builtin_shufflevector(ab, cd, 2, 3, 6, 7);
	c = __builtin_shufflevector(ef, gh, 0, 1, 4, 5);
	d = __builtin_shufflevector(ef, gh, 2, 3, 6, 7);
	memcpy(to, &a, sizeof a);
	memcpy(to + down, &b, sizeof b);
	memcpy(to + 2 * down, &c, sizeof c);
	memcpy(to + 3 * down, &d, sizeof d);
}

/* One stretch: panels of `width` rows of m, one behind the other, what is missing to the last one 0. Where rows lie next to each other,
 * a few columns are done for all panels before the next: so the memory is read along. */
static inline __attribute__((always_inline)) void pack_stretch(struct mat m, const long width, real *to)
{
	enum { FEW = 16 };
	const long K = m.cols, few = m.down == 1 ? FEW : K;

	for (long first = 0; first < K; first += few) {
		const long end = K - first < few ? K : first + few;

		for (long r = 0; r < m.rows; r += width) {
			const long n = m.rows - r < width ? m.rows - r : width;
			const real *from = m.p + r * m.down;
			real *panel = to + r * K;

			if (n < width)
				memset(panel + first * width, 0, (size_t)((end - first) * width) * sizeof(real));
			if (m.down == 1 && n == width)
				for (long k = first; k < end; k++)
					memcpy(panel + k * width, from + k * m.across, (size_t)width * sizeof(real));
			else {
				long k = first;

				for (; m.across == 1 && n == width && width % 4 == 0 && k + 4 <= end; k += 4)
					for (long i = 0; i < width; i += 4)
						transpose_four(from + i * m.down + k, m.down, panel + k * width + i, width);
				for (; k < end; k++)
					for (long i = 0; i < n; i++)
						panel[k * width + i] = from[i * m.down + k * m.across];
			}
		}
	}
}

NN_VECTOR
static void pack(struct mat m, long width, real *to)
{
	const long stretch = part_of(m.cols, kernel.stretch);

	for (long first = 0; first < m.cols; first += stretch) {
		struct mat part = mat_cols(m, first, m.cols - first < stretch ? m.cols - first : stretch);

		switch (width) {                   /* known widths make vectors */
		case 6:  pack_stretch(part, 6, to); break;
		case 12: pack_stretch(part, 12, to); break;
		case 16: pack_stretch(part, 16, to); break;
		case 32: pack_stretch(part, 32, to); break;
		default: pack_stretch(part, width, to); break;
		}
		to += round_up(m.rows, width) * part.cols;
	}
}

/* c (M, N) = beta c + left right', from panels of both. */
static void multiply(const real *left, const real *right, long M, long N, long K, real beta, real *c, long down, long across)
{
	const long stretch = part_of(K, kernel.stretch), size = round_up(part_of(M, kernel.block), kernel.mr);
	const long M_up = round_up(M, kernel.mr), N_up = round_up(N, kernel.nr);
	real one = 1;
	auxinfo_t next;

	memset(&next, 0, sizeof next);
	for (long first = 0; first < K; first += stretch) {
		const long k = K - first < stretch ? K - first : stretch;
		real *l = (real *)left + first * M_up, *r = (real *)right + first * N_up, b = first ? 1 : beta;

		for (long block = 0; block < M; block += size) {
			const long end = block + size < M ? block + size : M;

			for (long j = 0; j < N; j += kernel.nr)
				for (long i = block; i < end; i += kernel.mr) {
					bool last = i + kernel.mr >= end;

					bli_auxinfo_set_next_a(l + (last ? block : i + kernel.mr) * k, &next);
					bli_auxinfo_set_next_b(r + (last ? j + kernel.nr : j) * k, &next);
					kernel.run(end - i < kernel.mr ? end - i : kernel.mr, N - j < kernel.nr ? N - j : kernel.nr, k, &one, l + i * k,
					              r + j * k, &b, c + i * down + j * across, down, across, &next, kernel.context);
				}
		}
	}
}

long mat_depth(void)
{
	pthread_once(&found, find_kernel);
	return kernel.stretch;
}

size_t mat_packed_size(struct mat b)
{
	pthread_once(&found, find_kernel);
	return (size_t)(round_up(b.cols, kernel.rows ? kernel.nr : kernel.mr) * b.rows);
}

void mat_pack(struct mat b, real *packed)
{
	pthread_once(&found, find_kernel);
	pack(mat_t(b), kernel.rows ? kernel.nr : kernel.mr, packed);
}

size_t mat_work_size(long rows, long cols)
{
	pthread_once(&found, find_kernel);
	return (size_t)(round_up(rows, kernel.rows ? kernel.mr : kernel.nr) * cols);
}

void mat_mul_packed(struct mat a, const real *packed, real beta, struct mat c, real *work)
{
	assert(a.rows == c.rows && a.cols > 0 && c.across == 1);
	pthread_once(&found, find_kernel);
	pack(a, kernel.rows ? kernel.mr : kernel.nr, work);
	if (kernel.rows)
		multiply(work, packed, c.rows, c.cols, a.cols, beta, c.p, c.down, 1);
	else
		multiply(packed, work, c.cols, c.rows, a.cols, beta, c.p, 1, c.down);
}

#else                            /* another BLIS: packed is a copy */

long mat_depth(void)
{
	return FIRST_CACHE / 48;
}

size_t mat_packed_size(struct mat b)
{
	return (size_t)(b.rows * b.cols);
}

void mat_pack(struct mat b, real *packed)
{
	for (long i = 0; i < b.rows; i++)
		for (long j = 0; j < b.cols; j++)
			packed[i * b.cols + j] = b.p[i * b.down + j * b.across];
}

size_t mat_work_size(long rows, long cols)
{
	(void)rows;
	(void)cols;
	return 0;
}

void mat_mul_packed(struct mat a, const real *packed, real beta, struct mat c, real *work)
{
	(void)work;
	mat_mul(a, mat_of(packed, a.cols, c.cols), beta, c);
}

#endif

/* ---- which kernel, and whether it runs ---- */

/* Is it a number, or the name of a kernel? BLIS 0.9 reads any other word as 0, which is a kernel, too. */
static bool is_kernel(const char *word)
{
	if (word[strspn(word, "0123456789")] == 0)
		return true;
	for (int id = 0; id < BLIS_NUM_ARCHS; id++)
		if (strcmp(bli_arch_string((arch_t)id), word) == 0)
			return true;
	return false;
}

/* Products of a size that BLIS has a way of its own for and of one that it has not; for a process that ends soon. */
static void try_products(void)
{
	for (long n = 3; n < 200; n *= 60) {
		const struct mat a = mat_of(real_array((size_t)(n * n)), n, n);
		const struct mat c = mat_of(real_array((size_t)(n * n)), n, n);
		real *packed = real_array(mat_packed_size(a)), *work = real_array(mat_work_size(n, n));

		mat_mul(a, a, 0, c);
		mat_pack(a, packed);
		mat_mul_packed(a, packed, 0, c, work);
	}
}

/* Tries the kernel in a process of its own: BLIS ends the process when it has no such kernel, the processor when it can't
 * run it. 0, or an errno, EPERM standing for such an end. */
static int try_kernel(void)
{
	const struct rlimit no_core = { 0, 0 };
	char good = 0;
	int ends[2], devnull;
	pid_t child;

	if (pipe(ends))
		return errno;
	child = fork();
	if (child == 0) {
		if ((devnull = open("/dev/null", O_WRONLY)) >= 0)      /* what BLIS would say */
			dup2(devnull, STDERR_FILENO);
		setrlimit(RLIMIT_CORE, &no_core);
		try_products();
		good = 1;
		_exit(write(ends[1], &good, 1) != 1);
	}
	close(ends[1]);
	if (child > 0) {
		while (read(ends[0], &good, 1) < 0 && errno == EINTR)
			;
		while (waitpid(child, NULL, 0) < 0 && errno == EINTR)
			;
	}
	close(ends[0]);
	return child < 0 ? errno : good ? 0 : EPERM;
}

static char refusal[160];

static void look_at_user(void)
{
	const char *user = kernel_of_user(), *version = bli_info_get_version_str();
	int failed;

	if (user && !is_kernel(user))
		snprintf(refusal, sizeof refusal, ARCH_TYPE ": BLIS %s has no kernel '%.40s'", version, user);
	else if (user && (failed = try_kernel()) != 0)
		snprintf(refusal, sizeof refusal, ARCH_TYPE ": BLIS %s can't run kernel '%.40s' here%s%s", version, user,
			 failed == EPERM ? "" : ": ", failed == EPERM ? "" : strerror(failed));
}

const char *mat_refused(void)
{
	static pthread_once_t looked = PTHREAD_ONCE_INIT;

	pthread_once(&looked, look_at_user);
	return *refusal ? refusal : NULL;
}

const char *mat_about(void)
{
	static char about[128];

	if (mat_refused()) {
		snprintf(about, sizeof about, "BLIS %s, no kernel", bli_info_get_version_str());
		return about;
	}
	pthread_once(&started, start);
	snprintf(about, sizeof about, "BLIS %s, kernel %s", bli_info_get_version_str(), bli_arch_string(bli_arch_query_id()));
	return about;
}

#endif

#if defined __AVX512F__
#define VECTORS ", AVX-512"
#elif defined __AVX2__ && defined __FMA__
#define VECTORS ", AVX2 with FMA"
#elif defined __AVX__
#define VECTORS ", AVX"
#else
#define VECTORS ", the processor's basic instructions"
#endif

const char *mat_built(void)
{
#if defined __clang__
	return "clang " __clang_version__ VECTORS;
#else
	return "gcc " __VERSION__ VECTORS;
#endif
}
