package io.pilotlight.engine.tokenizer;

import io.pilotlight.api.DataType;
import io.pilotlight.api.Shape;
import io.pilotlight.api.Tensor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A text as token ids, special tokens included, without padding.
 *
 * @param ids (tokens)
 * @param typeIds (tokens): which of two sentences each token belongs to
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; copying would cost more than tokenizing a short text
public record TokenizedText(long[] ids, long[] typeIds) {

    public int length() {
        return ids.length;
    }

    /** INT64 (1, tokens) */
    public Tensor.Numeric idTensor() {
        return row(ids);
    }

    /** INT64 (1, tokens) */
    public Tensor.Numeric typeIdTensor() {
        return row(typeIds);
    }

    /** INT64 (1, tokens): all ones, since nothing is padded. */
    public Tensor.Numeric maskTensor() {
        long[] mask = new long[ids.length];
        Arrays.fill(mask, 1);
        return row(mask);
    }

    private static Tensor.Numeric row(long[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asLongBuffer().put(values);
        return new Tensor.Numeric(DataType.INT64, Shape.of(1, values.length), bytes);
    }
}
