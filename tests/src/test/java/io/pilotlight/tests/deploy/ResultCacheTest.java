package io.pilotlight.tests.deploy;

import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

/** The cache of a site is defined twice, with an Infinispan of one's own and with the one that is deployed: in the same way. */
final class ResultCacheTest {

    private static final String SIZE = "max-size"; // as large as the pod allows, there

    @Test
    void theDeployedCacheIsTheOneForClusters() throws Exception {
        Map<String, Map<String, String>> deployed =
                cache(Kustomize.HOME.resolve("components/result-cache/infinispan.xml"));
        Map<String, Map<String, String>> defined = cache(Tools.ROOT.resolve("deploy/local/cluster-cache.xml"));
        assertThat(defined)
                .containsOnlyKeys("distributed-cache", "encoding", "memory", "expiration", "partition-handling");
        assertThat(deployed).containsAllEntriesOf(defined);
    }

    /** The element of the cache and those directly in it, each with its attributes. */
    private static Map<String, Map<String, String>> cache(Path file) throws Exception {
        Document document =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
        Element cache =
                (Element) document.getElementsByTagName("distributed-cache").item(0);
        Map<String, Map<String, String>> elements = new TreeMap<>();
        elements.put(cache.getTagName(), attributes(cache));
        for (int number = 0; number < cache.getChildNodes().getLength(); number++) {
            if (cache.getChildNodes().item(number) instanceof Element child) {
                elements.put(child.getTagName(), attributes(child));
            }
        }
        return elements;
    }

    private static Map<String, String> attributes(Element element) {
        NamedNodeMap attributes = element.getAttributes();
        return IntStream.range(0, attributes.getLength())
                .mapToObj(attributes::item)
                .filter(attribute -> !attribute.getNodeName().equals(SIZE))
                .collect(toMap(attribute -> attribute.getNodeName(), attribute -> attribute.getNodeValue()));
    }
}
