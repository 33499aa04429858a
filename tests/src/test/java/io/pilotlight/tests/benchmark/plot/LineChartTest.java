package io.pilotlight.tests.benchmark.plot;

import io.pilotlight.tests.benchmark.plot.Series.Point;

import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

import java.io.StringReader;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

final class LineChartTest {

    private static final Series ENGINE =
            new Series("dynamic batches", List.of(new Point(100, 99), new Point(200, 198), new Point(400, 310)));
    private static final Series BARE =
            new Series("batch < 8 & \"one\" lane", List.of(new Point(100, 98), new Point(400, 150)));
    private static final LineChart CHART =
            new LineChart("Goodput <p99>", "offered, requests/s", "in time, requests/s", List.of(ENGINE, BARE));

    private static Document parse(LineChart chart) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        return factory.newDocumentBuilder().parse(new InputSource(new StringReader(chart.toSvg())));
    }

    private static Stream<Element> elements(Document document, String name) {
        NodeList nodes = document.getElementsByTagNameNS("http://www.w3.org/2000/svg", name);
        return IntStream.range(0, nodes.getLength()).mapToObj(i -> (Element) nodes.item(i));
    }

    private static List<String> texts(Document document) {
        return elements(document, "text").map(Element::getTextContent).toList();
    }

    @Test
    void isXmlThatNamesTitleAxesAndSeriesAsTheyWereGiven() throws Exception {
        Document svg = parse(CHART);
        assertThat(svg.getDocumentElement().getLocalName()).isEqualTo("svg");
        assertThat(texts(svg))
                .contains(CHART.title(), CHART.xLabel(), CHART.yLabel(), ENGINE.name(), BARE.name())
                .contains("100", "250", "400")
                .contains("0", "50", "350");
        assertThat(CHART.toSvg()).contains("batch &lt; 8 &amp;").doesNotContain("<p99>");
    }

    @Test
    void drawsEachSeriesInAColourOfItsOwnInsideTheDrawing() throws Exception {
        Document svg = parse(CHART);
        assertThat(elements(svg, "path").map(path -> path.getAttribute("stroke")))
                .hasSize(2)
                .doesNotHaveDuplicates();
        assertThat(elements(svg, "circle")).hasSize(5).allSatisfy(dot -> {
            assertThat(Double.parseDouble(dot.getAttribute("cx"))).isBetween(0.0, 720.0);
            assertThat(Double.parseDouble(dot.getAttribute("cy"))).isBetween(0.0, 420.0);
        });
    }

    @Test
    void drawsTheSameChartTheSameWay() {
        assertThat(CHART.toSvg())
                .isEqualTo(new LineChart(CHART.title(), CHART.xLabel(), CHART.yLabel(), List.of(ENGINE, BARE)).toSvg());
    }

    @Test
    void interruptsALineWhereNothingWasMeasured() throws Exception {
        Series gap =
                new Series("gap", List.of(new Point(0, 1), new Point(1, 2), new Point(2, Double.NaN), new Point(3, 1)));
        Document svg = parse(new LineChart("", "", "", List.of(gap)));
        String steps = elements(svg, "path").findFirst().orElseThrow().getAttribute("d");
        assertThat(steps).doesNotContain("NaN").matches("M[^ML]+L[^ML]+M[^ML]+");
    }

    @Test
    void drawsAChartOfNothing() throws Exception {
        assertThat(texts(parse(new LineChart("nothing", "", "", List.of())))).contains("nothing", "0.0", "1.0");
    }

    @Test
    void refusesMoreSeriesThanColours() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LineChart("many", "", "", Collections.nCopies(8, ENGINE)))
                .withMessage("chart \"many\": expected at most 7 series, got 8");
    }
}
