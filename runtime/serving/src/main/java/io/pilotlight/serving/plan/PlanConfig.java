package io.pilotlight.serving.plan;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How models use the processors. Nothing here needs to be set: plans are measured while nobody needs the processors, and batches
 * grow as far as they are found to pay. What is set is kept to, and then nothing is measured.
 */
@ConfigMapping(prefix = "pilotlight.plan")
public interface PlanConfig {

    /** What computes. */
    enum Device {
        /** The processors. */
        CPU,
        /** A GPU of NVIDIA's. */
        CUDA
    }

    /** Runs side by side. 0: as measured, and until then one for each core of the control group's CPU quota. */
    @WithDefault("0")
    int lanes();

    /** Threads that share one run. 0: as measured, and until then 1. More serve a lonely caller faster and a crowd more slowly. */
    @WithDefault("0")
    int threads();

    /** Whether idle threads of a run wait busily; used where {@code threads} is set. Only of use with several, and never on shared cores. */
    @WithDefault("false")
    boolean spinning();

    /**
     * The most rows that share a run, of models whose rows are independent of each other: a bound, how many are worth it is learnt.
     * 1: every row alone.
     */
    @WithDefault("256")
    int maxBatchRows();

    /**
     * How long a row may wait for company while a lane is free, if its deadline allows. Zero: not at all, which is right on
     * processors; an accelerator may be worth a millisecond.
     */
    @WithDefault("0s")
    Duration maxDelay();

    /** What computes. {@code CUDA} needs a build with CUDA's libraries; plans are not measured on it. */
    @WithDefault("CPU")
    Device device();

    /** Of CUDA: the number of the GPU. */
    @WithDefault("0")
    int cudaDevice();

    /** Of CUDA: what models may take of the GPU's memory for their tensors, each. 0: as much as there is. */
    @WithDefault("0")
    MemorySize cudaMemory();

    /** Whether plans are measured. */
    @WithDefault("true")
    boolean measure();

    /**
     * How long nothing must have run before that, and other processes have left their cores to this one; after 150 times as long
     * without a run it is measured though they do not.
     */
    @WithDefault("2s")
    Duration idle();

    /**
     * What a survey of plans may take, using every core, for each model; what has not been compared by then is not. There are two, and up
     * to four where they choose differently.
     */
    @WithDefault("10s")
    Duration budget();

    /**
     * Where measured plans are kept, for the next start and for images: one entry for each answer digest, hardware and version of
     * the runtime. By default {@code plans.json} beside the folder {@code model}. A file that cannot be written is only read.
     */
    Optional<Path> file();
}
