# pca - the first two principal components of the rows of a table
# SPDX-License-Identifier: MIT
#
# Reads a label and numbers, with tabs between them. Prints a comment that says what the components hold of the variance and how many rows are
# nearest to the centre of their own label, and for each row label, first and second component. By power iteration, from a fixed start.
BEGIN { FS = "\t" }

{
	label[NR] = $1
	D = NF - 1
	for (i = 1; i <= D; i++) {
		x[NR, i] = $(i + 1)
		mean[i] += $(i + 1)
		centre[$1, i] += $(i + 1)
	}
	rows[$1]++
}

# v of length 1; false when it is 0
function normalize(v,    i, sum) {
	for (i = 1; i <= D; i++) sum += v[i] * v[i]
	for (i = 1; i <= D && sum > 0; i++) v[i] /= sqrt(sum)
	return sum > 0
}

# The direction of most variance into v, the rows along it into along; returns their variance, which is taken out of x.
function component(v, along,    step, i, r, variance, least) {
	for (i = 1; i <= D; i++) v[i] = 1 + (i * 7919 % 101) / 101
	normalize(v)
	for (step = 0; step < 100; step++) {
		for (r = 1; r <= NR; r++) {
			along[r] = 0
			for (i = 1; i <= D; i++) along[r] += x[r, i] * v[i]
		}
		if (step == 99) break
		for (i = 1; i <= D; i++) {
			v[i] = 0
			for (r = 1; r <= NR; r++) v[i] += x[r, i] * along[r]
		}
		if (!normalize(v)) break
	}
	for (r = 1; r <= NR; r++) {
		variance += along[r] * along[r]
		for (i = 1; i <= D; i++) x[r, i] -= along[r] * v[i]
	}
	return variance
}

END {
	for (r = 1; r <= NR; r++) {
		best = -1
		for (name in rows) {
			d = 0
			for (i = 1; i <= D; i++) d += (x[r, i] - centre[name, i] / rows[name]) ^ 2
			if (best < 0 || d < best) { best = d; nearest = name }
		}
		own += nearest == label[r]
	}
	for (r = 1; r <= NR; r++)
		for (i = 1; i <= D; i++) {
			x[r, i] -= mean[i] / NR
			all += x[r, i] ^ 2
		}
	first = component(v, one)
	second = component(v, two)
	printf "# %.0f and %.0f %% of the variance; %d of %d pairs are nearest to the centre of their own program\n", all ? 100 * first / all : 0, \
		all ? 100 * second / all : 0, own, NR
	for (r = 1; r <= NR; r++) printf "%s\t%.5g\t%.5g\n", label[r], one[r], two[r]
}
