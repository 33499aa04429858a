package io.pilotlight.quantize.measure;

/**
 * What a language model says of a text.
 *
 * @param choices the token that it holds most likely to come next, at each place
 * @param surprises the negative natural logarithm of the probability that it gives to the token that does, at each place but the last
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Predictions(int[] choices, double[] surprises) {

    /**
     * Of logits.
     *
     * @param ids the text
     * @param logits (ids, vocabulary)
     */
    static Predictions of(long[] ids, float[] logits, int vocabulary) {
        int[] choices = new int[ids.length];
        double[] surprises = new double[Math.max(0, ids.length - 1)];
        for (int place = 0; place < ids.length; place++) {
            int start = place * vocabulary;
            choices[place] = largest(logits, start, vocabulary);
            if (place < surprises.length) {
                float next = logits[start + Math.toIntExact(ids[place + 1])];
                surprises[place] = logSumOfExponentials(logits, start, vocabulary, choices[place]) - next;
            }
        }
        return new Predictions(choices, surprises);
    }

    private static int largest(float[] logits, int start, int vocabulary) {
        int largest = 0;
        for (int token = 1; token < vocabulary; token++) {
            largest = logits[start + token] > logits[start + largest] ? token : largest;
        }
        return largest;
    }

    private static double logSumOfExponentials(float[] logits, int start, int vocabulary, int largest) {
        double highest = logits[start + largest];
        double sum = 0;
        for (int token = 0; token < vocabulary; token++) {
            sum += Math.exp(logits[start + token] - highest);
        }
        return highest + Math.log(sum);
    }
}
