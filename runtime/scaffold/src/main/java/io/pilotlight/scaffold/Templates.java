package io.pilotlight.scaffold;

/** What the files of a new module say, with places for what is particular to it. */
final class Templates {

    static final String POM = """
            <?xml version="1.0" encoding="UTF-8"?>
            <project xmlns="http://maven.apache.org/POM/4.0.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
                     xsi:schemaLocation="http://maven.apache.org/POM/4.0.0 https://maven.apache.org/xsd/maven-4.0.0.xsd">
              <modelVersion>4.0.0</modelVersion>

              <parent>
                <groupId>io.pilotlight</groupId>
                <artifactId>pilotlight-function</artifactId>
                <version>@version@</version>
                <relativePath/>
              </parent>

              <groupId>functions</groupId>
              <artifactId>@name@</artifactId>

              <properties>
                <function.class>@package@.@class@</function.class>
                <function.model>@model@</function.model>
              </properties>

              <dependencies>
                <dependency>
                  <groupId>io.pilotlight</groupId>
                  <artifactId>pilotlight-serving</artifactId>
                </dependency>
                <dependency>
                  <groupId>io.quarkus</groupId>
                  <artifactId>quarkus-junit</artifactId>
                  <scope>test</scope>
                </dependency>
                <dependency>
                  <groupId>io.rest-assured</groupId>
                  <artifactId>rest-assured</artifactId>
                  <scope>test</scope>
                </dependency>
              </dependencies>

              <build>
                <plugins>
                  <plugin>
                    <groupId>io.quarkus</groupId>
                    <artifactId>quarkus-maven-plugin</artifactId>
                  </plugin>
                  <plugin>
                    <artifactId>maven-dependency-plugin</artifactId>
                  </plugin>
                  <plugin>
                    <groupId>org.codehaus.mojo</groupId>
                    <artifactId>exec-maven-plugin</artifactId>
                  </plugin>
                </plugins>
              </build>
            </project>
            """;

    static final String MANIFEST = """
            {
              "description": "The model @model@ as a function.",
              "variants": [
                {
                  "name": "edge",
                  "model": "@model@",
                  "files": ["@model@"],
                  "graphOptimized": true,
                  "rowsIndependent": false,
                  "cacheable": false
                }
              ]
            }
            """;

    static final String PROPERTIES = """
            quarkus.application.name=@name@
            quarkus.package.output-name=@name@
            quarkus.native.resources.includes=META-INF/pilotlight/function.json
            """;

    static final String FUNCTION = """
            package @package@;

            import io.pilotlight.api.Shape;
            import io.pilotlight.api.Tensor;
            import io.pilotlight.api.Tensors;
            import io.pilotlight.engine.Handler;
            import io.pilotlight.engine.model.ModelFiles;
            import io.pilotlight.serving.Answers;
            import io.pilotlight.serving.FunctionDefinition;
            import io.pilotlight.serving.item.Length;

            import io.quarkus.funqy.Funq;
            import jakarta.inject.Singleton;

            import java.util.Map;

            /** The function {@code @name@}: what callers send and get, and how the model's tensors are made of it. */
            @Singleton
            public class @class@ implements FunctionDefinition<@class@.Input, @class@.Output>, Handler<@class@.Input, @class@.Output> {

                /** What callers send. */
                public record Input(@inputs@) {}

                /** What they get. */
                public record Output(@outputs@) {}

                @Funq("@name@")
                public Output @method@(Input input) {
                    return Answers.answer(input, Output.class);
                }

                @Override
                public Handler<Input, Output> load(ModelFiles files) {
                    return this;
                }

                @Override
                public Tensors encode(Input item) {
                    return Tensors.of(Map.of(
                            @encoded@));
                }

                @Override
                public Output decode(Input item, Tensors inputs, Tensors outputs) {
                    return new Output(@decoded@);
                }

                @Override
                public Input sample() {
                    return new Input(@sample@);
                }
            }
            """;

    static final String TEST = """
            package @package@;

            import io.quarkus.test.junit.QuarkusTest;
            import org.junit.jupiter.api.Test;

            import static io.restassured.RestAssured.given;
            import static org.hamcrest.Matchers.notNullValue;

            @QuarkusTest
            class @class@Test {

                @Test
                void answers() {
                    given().contentType("application/json")
                            .body(\"""
                                    {@json@}\""")
                            .post("/@name@")
                            .then()
                            .statusCode(200)
                            .body("@output@", notNullValue());
                }
            }
            """;

    private Templates() {}
}
