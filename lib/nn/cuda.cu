/* cuda - the driver for a card, by CUDA and cuBLAS
 * SPDX-License-Identifier: MIT
 *
 * One stream, in which all happens in the order of the calls: the host runs ahead, and waits in pull and settled alone.
 * Products take float32 and add in float32; what they multiply is rounded to TF32, or as HNPS_PRODUCTS says: f32 (not
 * at all), tf32, bf16. cuBLAS gives the same bits each time on one card and in one stream. */
#include <cublas_v2.h>
#include <cuda_runtime.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nn/driver.h"

enum { MANY = 256, FEW = 32, PINNED = 8 << 20 };        /* threads of a block: with many elements, with few */

struct card {
	cudaStream_t stream;
	cublasHandle_t blas;
	cublasComputeType_t compute;
	struct { char *p; size_t size; } room[64];   /* of the host, which the card reads while the host runs ahead */
	int rooms, now;
	size_t used;
	char wrong[160];
};

/* Keeps the first error. */
static bool good(struct card *c, cudaError_t status, const char *what)
{
	if (status != cudaSuccess && !*c->wrong)
		snprintf(c->wrong, sizeof c->wrong, "%s: %s", what, cudaGetErrorString(status));
	return status == cudaSuccess;
}

static void *card_get(void *own, size_t bytes)
{
	struct card *c = (struct card *)own;
	void *p = NULL;

	if (cudaMalloc(&p, bytes ? bytes : 1) != cudaSuccess)
		return NULL;
	good(c, cudaMemsetAsync(p, 0, bytes, c->stream), "memset");
	return p;
}

static void card_drop(void *own, void *p)
{
	good((struct card *)own, cudaFree(p), "free");
}

/* Memory that the card can read by itself, until card_settled; NULL: there is none. */
static char *pinned(struct card *c, size_t bytes)
{
	bytes = (bytes + 255) / 256 * 256;
	while (c->now < c->rooms && c->used + bytes > c->room[c->now].size) {
		c->now++;
		c->used = 0;
	}
	if (c->now == c->rooms) {
		void *p;

		if (c->rooms == sizeof c->room / sizeof *c->room || cudaMallocHost(&p, bytes > PINNED ? bytes : PINNED) != cudaSuccess)
			return NULL;
		c->room[c->rooms].p = (char *)p;
		c->room[c->rooms++].size = bytes > PINNED ? bytes : PINNED;
	}
	c->used += bytes;
	return c->room[c->now].p + c->used - bytes;
}

static void card_push(void *own, void *to, const void *from, size_t bytes)
{
	struct card *c = (struct card *)own;
	char *between = bytes <= PINNED ? pinned(c, bytes) : NULL;

	if (between)
		memcpy(between, from, bytes);
	good(c, cudaMemcpyAsync(to, between ? between : from, bytes, cudaMemcpyHostToDevice, c->stream), "copy to the card");
	if (!between)
		good(c, cudaStreamSynchronize(c->stream), "copy to the card");
}

static void card_pull(void *own, void *to, const void *from, size_t bytes)
{
	struct card *c = (struct card *)own;

	good(c, cudaMemcpyAsync(to, from, bytes, cudaMemcpyDeviceToHost, c->stream), "copy from the card");
	good(c, cudaStreamSynchronize(c->stream), "what the card computes");
}

static void card_settled(void *own)
{
	struct card *c = (struct card *)own;

	good(c, cudaStreamSynchronize(c->stream), "what the card computes");
	c->now = 0;
	c->used = 0;
}

#define GLOBAL(name) \
	static __global__ void global_##name(const struct name##_args args, long n) \
	{ \
		for (long i = blockIdx.x * (long)blockDim.x + threadIdx.x; i < n; i += (long)gridDim.x * blockDim.x) \
			kernel_##name(&args, i); \
	} \
	static void launch_##name(cudaStream_t stream, unsigned blocks, unsigned threads, long n, const void *args) \
	{ \
		global_##name<<<blocks, threads, 0, stream>>>(*(const struct name##_args *)args, n); \
	}
KERNELS(GLOBAL)
#undef GLOBAL

static void (*const launchers[KERNEL_COUNT])(cudaStream_t, unsigned, unsigned, long, const void *) = {
#define ENTRY(name) launch_##name,
	KERNELS(ENTRY)
#undef ENTRY
};

static void card_launch(void *own, enum kernel_number k, long n, const void *args)
{
	struct card *c = (struct card *)own;
	const long threads = n < (1 << 16) ? FEW : MANY, blocks = (n + threads - 1) / threads;

	launchers[k](c->stream, blocks < (1 << 20) ? (unsigned)blocks : 1 << 20, (unsigned)threads, n, args);
	good(c, cudaGetLastError(), "a kernel");
}

/* A matrix with rows along the memory is its transpose to cuBLAS, which has columns along the memory. */
static cublasOperation_t as_columns(struct mat m, int *step)
{
	if (m.across == 1 && (m.down >= m.cols || m.rows == 1)) {
		*step = (int)(m.down > m.cols ? m.down : m.cols);
		return CUBLAS_OP_N;
	}
	*step = (int)(m.across > m.rows ? m.across : m.rows);
	return CUBLAS_OP_T;
}

/* c' = b' a' */
static void card_multiply(void *own, struct mat a, struct mat b, real beta, struct mat c)
{
	struct card *card = (struct card *)own;
	const float one = 1;
	int a_step, b_step, c_step;
	const cublasOperation_t a_how = as_columns(a, &a_step), b_how = as_columns(b, &b_step);
	cublasStatus_t status;

	as_columns(c, &c_step);
	status = cublasGemmEx(card->blas, b_how, a_how, (int)c.cols, (int)c.rows, (int)a.cols, &one, b.p, CUDA_R_32F, b_step, a.p,
	                      CUDA_R_32F, a_step, &beta, c.p, CUDA_R_32F, c_step, card->compute, CUBLAS_GEMM_DEFAULT);
	if (status != CUBLAS_STATUS_SUCCESS && !*card->wrong)
		snprintf(card->wrong, sizeof card->wrong, "a product: %s", cublasGetStatusString(status));
}

static const char *card_wrong(void *own)
{
	struct card *c = (struct card *)own;

	return *c->wrong ? c->wrong : NULL;
}

static void card_close(void *own)
{
	struct card *c = (struct card *)own;

	for (int i = 0; i < c->rooms; i++)
		cudaFreeHost(c->room[i].p);
	cublasDestroy(c->blas);
	cudaStreamDestroy(c->stream);
	free(c);
}

/* 0, or -1: it is none of the words. */
static int set_compute(struct card *c, const char *word)
{
	static const struct { const char *word; cublasComputeType_t compute; } all[] = {
		{ "f32", CUBLAS_COMPUTE_32F }, { "tf32", CUBLAS_COMPUTE_32F_FAST_TF32 }, { "bf16", CUBLAS_COMPUTE_32F_FAST_16BF },
	};

	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (strcmp(word, all[i].word) == 0) {
			c->compute = all[i].compute;
			return 0;
		}
	return -1;
}

int cuda_open(struct driver *d, char *why)
{
	const char *user = getenv("HNPS_PRODUCTS"), *word = user && *user ? user : "tf32";
	struct driver driver = { NULL, card_get, card_drop, card_push, card_pull, card_launch, card_multiply, card_settled, card_close,
	                         card_wrong, "" };
	struct card *c;
	struct cudaDeviceProp card;
	cudaError_t status;
	int n = 0, runtime = 0;

	if ((status = cudaGetDeviceCount(&n)) != cudaSuccess || n == 0) {
		snprintf(why, 200, "no card: %s", status == cudaSuccess ? "there is none" : cudaGetErrorString(status));
		return -1;
	}
	c = (struct card *)calloc(1, sizeof *c);
	if (!c || set_compute(c, word) < 0) {
		snprintf(why, 200, c ? "HNPS_PRODUCTS is '%.40s', not f32, tf32 or bf16" : "no memory", word);
		free(c);
		return -1;
	}
	if ((status = cudaGetDeviceProperties(&card, 0)) != cudaSuccess || (status = cudaStreamCreate(&c->stream)) != cudaSuccess) {
		snprintf(why, 200, "%s", cudaGetErrorString(status));
		free(c);
		return -1;
	}
	if (cublasCreate(&c->blas) != CUBLAS_STATUS_SUCCESS || cublasSetStream(c->blas, c->stream) != CUBLAS_STATUS_SUCCESS) {
		snprintf(why, 200, "cuBLAS does not start");
		cudaStreamDestroy(c->stream);
		free(c);
		return -1;
	}
	cudaRuntimeGetVersion(&runtime);
	driver.own = c;
	snprintf(driver.about, sizeof driver.about, "%.80s, CUDA %d.%d, products in %s", card.name, runtime / 1000, runtime % 1000 / 10, word);
	*d = driver;
	return 0;
}
