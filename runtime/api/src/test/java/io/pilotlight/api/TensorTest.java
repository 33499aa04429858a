package io.pilotlight.api;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ReadOnlyBufferException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

final class TensorTest {

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "BYTES")
    void holdsExactlyTheBytesOfItsElements(DataType type) {
        Shape shape = Shape.of(2, 3);
        int expected = 6 * type.byteSize();
        assertThat(new Tensor.Numeric(type, shape, ByteBuffer.allocate(expected)).data())
                .satisfies(data -> assertThat(data.remaining()).isEqualTo(expected));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Tensor.Numeric(type, shape, ByteBuffer.allocate(expected - 1)))
                .withMessage("tensor of " + type + " [2, 3]: expected 6 elements of " + type.byteSize() + " bytes, got "
                        + (expected - 1) + " bytes");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Tensor.Numeric(type, shape, ByteBuffer.allocate(expected + 1)));
    }

    @Test
    void holdsOneElementAsAScalarAndNoneWhereADimensionIsZero() {
        assertThat(new Tensor.Numeric(DataType.FP32, Shape.of(), ByteBuffer.allocate(4))
                        .floats()
                        .remaining())
                .isEqualTo(1);
        assertThat(new Tensor.Numeric(DataType.FP32, Shape.of(4, 0), ByteBuffer.allocate(0))
                        .floats()
                        .remaining())
                .isZero();
    }

    @Test
    void refusesMoreElementsThanABufferCanHold() {
        // 2^30 elements of 4 bytes: 2^32 bytes, which is 0 in an int.
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Tensor.Numeric(DataType.INT32, Shape.of(1 << 30), ByteBuffer.allocate(0)));
        // 2^61 elements of 8 bytes: 2^64 bytes, which is 0 in a long.
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Tensor.Numeric(DataType.INT64, Shape.of(1L << 61), ByteBuffer.allocate(0)));
    }

    @Test
    void refusesAShapeThatIsVariable() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Tensor.Numeric(DataType.BOOL, Shape.of(-1), ByteBuffer.allocate(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> new Tensor.Bytes(Shape.of(-1), List.of(new byte[0])));
    }

    @Test
    void refusesAShapeThatIsVariableWhereItHoldsNothing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Tensor.Numeric(DataType.BOOL, Shape.of(0, -1), ByteBuffer.allocate(0)));
        assertThatIllegalArgumentException().isThrownBy(() -> new Tensor.Bytes(Shape.of(0, -1), List.of()));
    }

    @Test
    void refusesBytesAsNumbers() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Tensor.Numeric(DataType.BYTES, Shape.of(0), ByteBuffer.allocate(0)))
                .withMessage("numeric tensor: expected a type of fixed size, got BYTES");
    }

    @Test
    void readsLittleEndianWhateverTheGivenBuffersOrder() {
        ByteBuffer data = ByteBuffer.wrap(new byte[] {1, 2, 3, 4}).order(ByteOrder.BIG_ENDIAN);
        Tensor.Numeric tensor = new Tensor.Numeric(DataType.INT32, Shape.of(1), data);
        assertThat(tensor.ints().get(0)).isEqualTo(0x04030201);
        assertThat(tensor.data().order()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
    }

    @Test
    void holdsWhatRemainsInTheGivenBuffer() {
        ByteBuffer data = ByteBuffer.wrap(new byte[] {9, 1, 0, 0, 0, 9});
        data.position(1).limit(5);
        Tensor.Numeric tensor = new Tensor.Numeric(DataType.INT32, Shape.of(1), data);
        assertThat(tensor.ints().get(0)).isEqualTo(1);
        assertThat(data.position()).isEqualTo(1);
    }

    @Test
    void givesViewsThatCannotBeWrittenTo() {
        Tensor.Numeric floats = new Tensor.Numeric(DataType.FP32, Shape.of(1), ByteBuffer.allocate(4));
        Tensor.Numeric longs = new Tensor.Numeric(DataType.INT64, Shape.of(1), ByteBuffer.allocate(8));
        Tensor.Numeric ints = new Tensor.Numeric(DataType.INT32, Shape.of(1), ByteBuffer.allocateDirect(4));
        assertThatExceptionOfType(ReadOnlyBufferException.class)
                .isThrownBy(() -> floats.data().put(0, (byte) 1));
        assertThatExceptionOfType(ReadOnlyBufferException.class)
                .isThrownBy(() -> floats.floats().put(0, 1));
        assertThatExceptionOfType(ReadOnlyBufferException.class)
                .isThrownBy(() -> longs.longs().put(0, 1));
        assertThatExceptionOfType(ReadOnlyBufferException.class)
                .isThrownBy(() -> ints.ints().put(0, 1));
    }

    @Test
    void givesEachReaderAViewOfItsOwn() {
        Tensor.Numeric tensor = new Tensor.Numeric(DataType.INT64, Shape.of(2), ByteBuffer.allocate(16));
        tensor.data().position(7);
        tensor.longs().position(1);
        assertThat(tensor.data().position()).isZero();
        assertThat(tensor.data().remaining()).isEqualTo(16);
        assertThat(tensor.longs().remaining()).isEqualTo(2);
    }

    @Test
    void sharesTheGivenMemory() {
        ByteBuffer data = ByteBuffer.allocate(1);
        Tensor.Numeric tensor = new Tensor.Numeric(DataType.UINT8, Shape.of(1), data);
        data.put(0, (byte) 42);
        assertThat(tensor.data().get(0)).isEqualTo((byte) 42);
    }

    @Test
    void refusesToBeReadAsAnotherType() {
        Tensor.Numeric tensor = new Tensor.Numeric(DataType.FP64, Shape.of(1), ByteBuffer.allocate(8));
        assertThatIllegalArgumentException().isThrownBy(tensor::longs).withMessage("tensor: expected INT64, got FP64");
        assertThatIllegalArgumentException().isThrownBy(tensor::floats).withMessage("tensor: expected FP32, got FP64");
        assertThatIllegalArgumentException().isThrownBy(tensor::ints).withMessage("tensor: expected INT32, got FP64");
    }

    @Test
    void refusesUnsignedNumbersAsSignedOnes() {
        Tensor.Numeric tensor = new Tensor.Numeric(DataType.UINT32, Shape.of(1), ByteBuffer.allocate(4));
        assertThatIllegalArgumentException().isThrownBy(tensor::ints).withMessage("tensor: expected INT32, got UINT32");
    }

    @Test
    void holdsOneByteStringForEachElement() {
        byte[] text = "text".getBytes(StandardCharsets.UTF_8);
        Tensor.Bytes tensor = new Tensor.Bytes(Shape.of(1, 2), List.of(text, new byte[0]));
        assertThat(tensor.type()).isEqualTo(DataType.BYTES);
        assertThat(tensor.elements()).containsExactly(text, new byte[0]);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Tensor.Bytes(Shape.of(1, 2), List.of(text)))
                .withMessage("tensor of BYTES [1, 2]: expected 2 elements, got 1");
        assertThatIllegalArgumentException().isThrownBy(() -> new Tensor.Bytes(Shape.of(), List.of()));
    }

    @Test
    void keepsItsByteStringsWhenTheGivenListChanges() {
        List<byte[]> elements = new ArrayList<>(List.of(new byte[] {1}));
        Tensor.Bytes tensor = new Tensor.Bytes(Shape.of(1), elements);
        elements.clear();
        assertThat(tensor.elements()).containsExactly(new byte[] {1});
    }

    @Test
    void onlyByteStringsHaveNoFixedSize() {
        for (DataType type : DataType.values()) {
            assertThat(type.hasFixedSize()).as(type.name()).isEqualTo(type != DataType.BYTES);
        }
    }

    @Test
    void of_arrays_holdsTheirElements() {
        assertThat(Tensor.of(Shape.of(1, 2), 1.5f, -2f).floatArray()).containsExactly(1.5f, -2f);
        assertThat(Tensor.of(Shape.of(2), 1L, Long.MIN_VALUE).longArray()).containsExactly(1L, Long.MIN_VALUE);
        assertThat(Tensor.of(Shape.of(1), 7).ints().get(0)).isEqualTo(7);
        assertThat(Tensor.of(Shape.of(1), 0.1).doubles().get(0)).isEqualTo(0.1);
        assertThat(Tensor.of(Shape.of(2), true, false).data()).isEqualTo(ByteBuffer.wrap(new byte[] {1, 0}));
        assertThat(Tensor.of(Shape.of(1), "ä").elements()).containsExactly("ä".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void of_arrayOfAnotherLengthThanTheShapes_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Tensor.of(Shape.of(3), 1f, 2f));
    }
}
