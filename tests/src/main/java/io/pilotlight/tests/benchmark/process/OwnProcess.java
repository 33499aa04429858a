package io.pilotlight.tests.benchmark.process;

import com.sun.management.OperatingSystemMXBean;

import java.lang.management.ManagementFactory;
import java.time.Duration;

/** What the process that asks has used itself. */
public final class OwnProcess {
    private static final OperatingSystemMXBean BEAN = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private OwnProcess() {}

    /** The processor time of all its threads together. */
    public static Duration cpuTime() {
        return Duration.ofNanos(BEAN.getProcessCpuTime());
    }
}
