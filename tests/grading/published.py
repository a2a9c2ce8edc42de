"""Published data, and what other people's programs make of them: R 4.2.2 with psych 2.2.9 and psychometric 2.3, and
astropy 8.0.2 for the jackknife.

- ATTITUDE, R's `attitude`: thirty departments, seven questions (S. Chatterjee & B. Price, Regression Analysis by
  Example, 1977).
- LSAT6, psych's `lsat6`: a thousand candidates, five questions, right or wrong (R. D. Bock & M. Lieberman,
  Psychometrika 35 (1970), 179-197).
- SLEEP, R's `sleep`: hours of sleep gained with two drugs, ten patients each (Student, Biometrika 6 (1908), 1-25).
"""

import pandas as pd

COLUMNS = ["rating", "complaints", "privileges", "learning", "raises", "critical", "advance"]
ROWS = """
43 51 30 39 61 92 45  63 64 51 54 63 73 47  71 70 68 69 76 86 48  61 63 45 47 54 84 35  81 78 56 66 71 83 47
43 55 49 44 54 49 34  58 67 42 56 66 68 35  71 75 50 55 70 66 41  72 82 72 67 71 83 31  67 61 45 47 62 80 41
64 53 53 58 58 67 34  67 60 47 39 59 74 41  69 62 57 42 55 63 25  68 83 83 45 59 77 35  77 77 54 72 79 77 46
81 90 50 72 60 54 36  74 85 64 69 79 79 63  65 60 65 75 55 80 60  65 70 46 57 75 85 46  50 58 68 54 64 78 52
50 40 33 34 43 64 33  64 61 52 62 66 80 41  53 66 52 50 63 80 37  40 37 42 58 50 57 49  63 54 42 48 66 75 33
66 77 66 63 88 76 72  78 75 58 74 80 78 49  48 57 44 45 51 83 38  85 85 71 71 77 74 55  82 82 39 59 64 78 39
"""
numbers = [float(number) for number in ROWS.split()]
ATTITUDE = pd.DataFrame([numbers[at : at + 7] for at in range(0, len(numbers), 7)], columns=COLUMNS)

# psych::alpha(attitude)$total$raw_alpha
ALPHA = 0.84314277
# With attitude as an array, and alpha(rows) as above: astropy.stats.jackknife_stats(rows, alpha)[2] of astropy 8.0.2,
# times R's qt(.975, 29)
ALPHA_INTERVAL = (0.7474811185, 0.9388044206)
# psychometric::SE.Meas(sd(rowSums(attitude)), a$total$raw_alpha)
SEM = 22.87142137
# a$item.stats$r.drop
ITEM_REST = {
    "rating": 0.671262,
    "complaints": 0.742110,
    "privileges": 0.560711,
    "learning": 0.714445,
    "raises": 0.786276,
    "critical": 0.265034,
    "advance": 0.460811,
}

WITH_EACH_PATTERN = """
00000 3 00001 6 00010 2 00011 11 00100 1 00101 1 00110 3 00111 4 01000 1 01001 8 01011 16 01101 3 01110 2 01111 15
10000 10 10001 29 10010 14 10011 81 10100 3 10101 28 10110 15 10111 80 11000 16 11001 56 11010 21 11011 173 11100 11
11101 61 11110 28 11111 298
"""
patterns = WITH_EACH_PATTERN.split()
LSAT6 = pd.DataFrame(
    [[float(mark) for mark in pattern] for pattern, times in zip(patterns[::2], patterns[1::2], strict=True)
     for _ in range(int(times))],
    columns=["Q1", "Q2", "Q3", "Q4", "Q5"],
)  # fmt: skip
# a <- psych::alpha(lsat6); a$total$raw_alpha
LSAT6_ALPHA = 0.2949971922
# As ALPHA_INTERVAL, with qt(.975, 999)
LSAT6_INTERVAL = (0.2225258478, 0.3674685366)
# sd(rowSums(lsat6)) * sqrt(1 - a$total$raw_alpha)
LSAT6_SEM = 0.8690666
# a$item.stats$mean
LSAT6_RIGHT = {"Q1": 0.924, "Q2": 0.709, "Q3": 0.553, "Q4": 0.763, "Q5": 0.870}
# a$item.stats$r.drop
LSAT6_ITEM_REST = {"Q1": 0.11283269, "Q2": 0.15317812, "Q3": 0.17277894, "Q4": 0.14442810, "Q5": 0.12159640}
# H. Huynh, Journal of Educational Measurement 13 (1976), 253-264: the bivariate beta-binomial distribution of the marks
# on two parallel tests, with KR-21 for their reliability. By a cut of so many right:
# n <- 5; t <- rowSums(lsat6); m <- mean(t); v <- var(t); kr21 <- n/(n-1) * (1 - m*(n-m)/(n*v))
# a <- m*(1/kr21-1); b <- (n-m)*(1/kr21-1)
# f <- function(x, y) choose(n,x) * choose(n,y) * beta(a+x+y, 2*n+b-x-y) / beta(a,b)
# sum(outer(c:n, c:n, f)) + sum(outer(0:(c-1), 0:(c-1), f))
LSAT6_KR21 = 0.1974947276
LSAT6_HUYNH = {3: 0.8223060579, 4: 0.6152783993, 5: 0.6324223296}

SLEEP = (
    (0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0),
    (1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4),
)
# t.test(extra ~ group, data = sleep)$conf.int
SLEEP_WELCH = (-3.3654832307, 0.2054832307)
