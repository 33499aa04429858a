package io.pilotlight.scaffold;

import io.pilotlight.api.Signature;
import io.pilotlight.api.TensorSpec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The files of a new function's module.
 *
 * @param name of the function: lower-case letters, digits and dashes
 * @param model the name of the model's file
 * @param version of Pilotlight
 */
record FunctionProject(String name, String model, String version, Signature signature) {

    private static final Pattern PLACEHOLDER = Pattern.compile("@([a-z]+)@");
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

    FunctionProject {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "name: expected lower-case letters, digits and dashes, beginning with a letter; got \"" + name
                            + "\"");
        }
    }

    /** By their path in the module. */
    Map<String, String> files() {
        String java = "java/" + packageName().replace('.', '/') + "/";
        Map<String, String> files = new LinkedHashMap<>();
        files.put("pom.xml", filled(Templates.POM));
        files.put("src/main/function.json", filled(Templates.MANIFEST));
        files.put("src/main/resources/application.properties", filled(Templates.PROPERTIES));
        files.put("src/main/" + java + className() + ".java", filled(Templates.FUNCTION));
        files.put("src/test/" + java + className() + "Test.java", filled(Templates.TEST));
        return files;
    }

    private String filled(String template) {
        Matcher matcher = PLACEHOLDER.matcher(template);
        return matcher.replaceAll(match -> Matcher.quoteReplacement(value(match.group(1))));
    }

    private String value(String placeholder) {
        return switch (placeholder) {
            case "name" -> name;
            case "class" -> className();
            case "method" ->
                Character.toLowerCase(className().charAt(0)) + className().substring(1);
            case "package" -> packageName();
            case "model" -> model;
            case "version" -> version;
            case "inputs" -> joined(signature.inputs(), ItemField::declaration, ", ");
            case "outputs" -> joined(signature.outputs(), ItemField::declaration, ", ");
            case "encoded" ->
                joined(
                        signature.inputs(),
                        field -> "\"" + field.tensor().name() + "\", " + field.encoded(),
                        ",\n                ");
            case "decoded" -> joined(signature.outputs(), ItemField::decoded, ", ");
            case "sample" -> joined(signature.inputs(), ItemField::sample, ", ");
            case "json" ->
                joined(signature.inputs(), field -> "\"" + field.component() + "\": " + field.sampleJson(), ", ");
            case "output" -> ItemField.of(signature.outputs().getFirst()).component();
            default -> throw new IllegalStateException("no value for @" + placeholder + "@");
        };
    }

    private static String joined(List<TensorSpec> tensors, Function<ItemField, String> text, String separator) {
        return tensors.stream().map(ItemField::of).map(text).collect(Collectors.joining(separator));
    }

    /** {@code fraud-check} is {@code FraudCheck}. */
    private String className() {
        return Pattern.compile("(^|-)([a-z0-9])").matcher(name).replaceAll(match -> match.group(2)
                .toUpperCase(Locale.ROOT));
    }

    private String packageName() {
        return "functions." + name.replace("-", "");
    }
}
