package io.pilotlight.api;

/** The element type of a tensor, named as in the Open Inference Protocol, version 2. */
public enum DataType {
    BOOL(1),
    INT8(1),
    INT16(2),
    INT32(4),
    INT64(8),
    UINT8(1),
    UINT16(2),
    UINT32(4),
    UINT64(8),
    FP16(2),
    BF16(2),
    FP32(4),
    FP64(8),
    /** Byte strings of any length; text is UTF-8. */
    BYTES(0);

    private final int byteSize;

    DataType(int byteSize) {
        this.byteSize = byteSize;
    }

    /** Bytes of one element; 0 where elements have no fixed size. */
    public int byteSize() {
        return byteSize;
    }

    public boolean hasFixedSize() {
        return byteSize > 0;
    }
}
