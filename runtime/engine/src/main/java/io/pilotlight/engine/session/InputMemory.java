package io.pilotlight.engine.session;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Native memory into which one thread copies the inputs of one run after another, since ONNX Runtime reads no memory of Java's.
 * Left to itself its Java API would allocate, zero and free such memory for each tensor.
 */
final class InputMemory {

    /** Longer inputs get memory of their own, which goes with them. */
    private static final int MAX_KEPT_BYTES = 8 * 1024 * 1024;

    private static final int FIRST_BYTES = 16 * 1024;
    private static final int ALIGNMENT = 64;

    private static final ThreadLocal<InputMemory> OF_THREAD = ThreadLocal.withInitial(InputMemory::new);

    private ByteBuffer memory = allocate(FIRST_BYTES);
    private int used;

    private InputMemory() {}

    /** That of the calling thread, all of it free: whatever the last run has had is over. */
    static InputMemory forRun() {
        InputMemory memory = OF_THREAD.get();
        memory.used = 0;
        return memory;
    }

    /** The same bytes, from a position that suits every element type. */
    ByteBuffer copyOf(ByteBuffer data) {
        return reserve(data.remaining()).put(data).flip().order(ByteOrder.nativeOrder());
    }

    private ByteBuffer reserve(int bytes) {
        if (bytes > MAX_KEPT_BYTES) {
            return allocate(bytes);
        }
        if (bytes > memory.capacity() - used) {
            memory = allocate(
                    Math.max(bytes, Math.min(2 * memory.capacity(), MAX_KEPT_BYTES))); // those before keep theirs
            used = 0;
        }
        ByteBuffer reserved = memory.slice(used, bytes);
        used = Math.min(memory.capacity(), (used + bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
        return reserved;
    }

    private static ByteBuffer allocate(int bytes) {
        return ByteBuffer.allocateDirect(bytes + ALIGNMENT).alignedSlice(ALIGNMENT);
    }
}
