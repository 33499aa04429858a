package io.pilotlight.engine.session;

/** What computes: an execution provider of ONNX Runtime. */
public sealed interface Provider {

    /** The processors. */
    Provider CPU = new Cpu();

    /** The processors. */
    record Cpu() implements Provider {

        @Override
        public String toString() {
            return "CPU";
        }
    }

    /**
     * A GPU of NVIDIA's, where the libraries of ONNX Runtime are those with CUDA.
     *
     * @param device its number, from 0
     * @param memoryBytes that its arena may grow to; 0: as far as there is any
     */
    record Cuda(int device, long memoryBytes) implements Provider {

        public Cuda {
            if (device < 0 || memoryBytes < 0) {
                throw new IllegalArgumentException(
                        "CUDA: expected a device and a size of at least 0, got " + device + " and " + memoryBytes);
            }
        }

        @Override
        public String toString() {
            return "CUDA device " + device;
        }
    }
}
