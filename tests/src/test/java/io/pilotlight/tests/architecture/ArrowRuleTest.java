package io.pilotlight.tests.architecture;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/** Imports point down the design's table of rooms, towards {@code runtime/api}. */
@AnalyzeClasses(locations = PilotlightClasses.class)
class ArrowRuleTest {

    private static final String API = "io.pilotlight.api..";
    private static final String ENGINE = "io.pilotlight.engine..";
    private static final String CACHE = "io.pilotlight.cache..";
    private static final String WIRE = "io.pilotlight.wire..";
    private static final String ROUTER = "io.pilotlight.router..";
    private static final String QUANTIZE = "io.pilotlight.quantize..";
    private static final String QUEUE = "io.pilotlight.queue..";
    private static final String SERVING = "io.pilotlight.serving..";
    private static final String FUNCTIONS = "io.pilotlight.functions..";
    private static final String IMAGE = "io.pilotlight.image..";
    private static final String MANIFEST_WRITER = "io.pilotlight.serving.manifest.ManifestWriter";

    @ArchTest
    static final ArchRule the_words_depend_on_nothing = classes()
            .that()
            .resideInAPackage(API)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(API, "java..", "org.jspecify.annotations..");

    @ArchTest
    static final ArchRule the_engine_is_plain_java = noClasses()
            .that()
            .resideInAPackage(ENGINE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.quarkus..",
                    "io.smallrye..",
                    "io.vertx..",
                    "io.netty..",
                    "io.micrometer..",
                    "io.opentelemetry..",
                    "jakarta..",
                    "org.eclipse.microprofile..",
                    "org.jboss..",
                    "com.fasterxml..");

    @ArchTest
    static final ArchRule the_engine_knows_neither_serving_nor_functions = noClasses()
            .that()
            .resideInAPackage(ENGINE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(WIRE, SERVING, ROUTER, FUNCTIONS, CACHE, QUEUE);

    @ArchTest
    static final ArchRule quantization_is_plain_java_and_knows_words_and_engine_only = classes()
            .that()
            .resideInAPackage(QUANTIZE)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    QUANTIZE,
                    ENGINE,
                    API,
                    "java..",
                    "org.jspecify.annotations..",
                    "ai.onnx.proto..",
                    "com.google.protobuf..",
                    "com.fasterxml.jackson..",
                    "picocli..");

    @ArchTest
    static final ArchRule what_serves_does_not_quantize = noClasses()
            .that()
            .resideInAnyPackage(API, ENGINE, CACHE, QUEUE, WIRE, SERVING, ROUTER, FUNCTIONS)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(QUANTIZE);

    @ArchTest
    static final ArchRule images_know_files_and_not_what_is_in_them = noClasses()
            .that()
            .resideInAPackage(IMAGE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(CACHE, QUEUE, WIRE, SERVING, ROUTER, FUNCTIONS, QUANTIZE, "io.quarkus..");

    @ArchTest
    static final ArchRule nobody_knows_of_images = noClasses()
            .that()
            .resideOutsideOfPackage(IMAGE)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(IMAGE);

    @ArchTest
    static final ArchRule the_cache_is_plain_java_and_knows_the_words_and_infinispan_only = classes()
            .that()
            .resideInAPackage(CACHE)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    CACHE,
                    API,
                    "java..",
                    "javax.net.ssl",
                    "org.jspecify.annotations..",
                    "org.infinispan..",
                    "io.netty..");

    @ArchTest
    static final ArchRule the_wire_knows_neither_models_nor_pools = noClasses()
            .that()
            .resideInAPackage(WIRE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ENGINE, QUEUE, SERVING, ROUTER, FUNCTIONS);

    @ArchTest
    static final ArchRule the_queue_is_plain_java_and_knows_the_words_and_kafka_only = classes()
            .that()
            .resideInAPackage(QUEUE)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    QUEUE,
                    API,
                    "java..",
                    "org.jspecify.annotations..",
                    "org.apache.kafka..",
                    "com.fasterxml.jackson.core..");

    @ArchTest
    static final ArchRule only_queues_know_kafka = noClasses()
            .that()
            .resideOutsideOfPackages(QUEUE, "io.pilotlight.serving.queue..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.kafka..");

    @ArchTest
    static final ArchRule serving_knows_no_function_and_no_router = noClasses()
            .that()
            .resideInAPackage(SERVING)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(FUNCTIONS, ROUTER);

    @ArchTest
    static final ArchRule the_router_knows_no_engine = noClasses()
            .that()
            .resideInAPackage(ROUTER)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ENGINE, SERVING, FUNCTIONS, "ai..");

    @ArchTest
    static final ArchRule decisions_are_pure = classes()
            .that()
            .resideInAPackage("io.pilotlight.router.decision..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "io.pilotlight.router.decision..",
                    API,
                    "java.lang..",
                    "java.util..",
                    "java.time..",
                    "org.jspecify.annotations..");

    @ArchTest
    static final ArchRule only_sessions_know_onnx_runtime = noClasses()
            .that()
            .resideOutsideOfPackage("io.pilotlight.engine.session..")
            .and()
            .doNotHaveFullyQualifiedName(MANIFEST_WRITER) // names the libraries that an answer depends on
            .should()
            .dependOnClassesThat()
            .resideInAPackage("ai.onnxruntime..");

    @ArchTest
    static final ArchRule only_tokenizers_know_djl = noClasses()
            .that()
            .resideOutsideOfPackage("io.pilotlight.engine.tokenizer..")
            .and()
            .doNotHaveFullyQualifiedName(MANIFEST_WRITER)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("ai.djl..");

    @ArchTest
    static final ArchRule nobody_has_an_opinion_of_the_tests =
            noClasses().should().dependOnClassesThat().resideInAPackage("io.pilotlight.tests..");

    @ArchTest
    static final ArchRule packages_are_free_of_cycles =
            slices().matching("io.pilotlight.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule names_say_what_a_class_is =
            noClasses().should().haveNameMatching(".*(Util|Utils|Helper|Helpers|Manager|Impl)(\\$.*)?");
}
