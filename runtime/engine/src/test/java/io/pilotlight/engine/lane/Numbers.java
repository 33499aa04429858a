package io.pilotlight.engine.lane;

import io.pilotlight.api.DataType;
import io.pilotlight.api.Deadline;
import io.pilotlight.api.LatencyTier;
import io.pilotlight.api.Request;
import io.pilotlight.api.Response;
import io.pilotlight.api.Shape;
import io.pilotlight.api.Tensor;
import io.pilotlight.api.Tensors;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Rows that hold one number each, so that a test can tell them apart. */
final class Numbers {

    private Numbers() {}

    static Tensors row(int number) {
        ByteBuffer data = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        data.putInt(0, number);
        return Tensors.of(Map.of("number", new Tensor.Numeric(DataType.INT32, Shape.of(1), data)));
    }

    static List<Tensors> rows(int... numbers) {
        return IntStream.of(numbers).mapToObj(Numbers::row).toList();
    }

    static Request<Tensors> request(Deadline deadline, int... numbers) {
        return new Request<>(rows(numbers), LatencyTier.INTERACTIVE, deadline);
    }

    static int number(Tensors row) {
        return row.numeric("number").ints().get(0);
    }

    static List<Integer> numbers(Response<Tensors> response) {
        return response.results().stream().map(Numbers::number).toList();
    }
}
