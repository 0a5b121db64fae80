using HardwareDrivers.Display;

namespace Tests.Unit.HardwareDrivers.Display;

public class TextLayoutTests
{
    private static readonly Screen Due = new(
        "To pay", Symbol.Card, "5.00 €", ["1 × Bière\t3.50 €", "1 × Sirop\t1.50 €"], "Hold your card here");

    [Fact]
    public void A_price_with_its_articles_fits_on_four_lines() => Says(
        Due,
        20,
        "To pay        5.00 €",
        "1 × Bière     3.50 €",
        "1 × Sirop     1.50 €",
        "Hold your card here ");

    [Fact]
    public void On_two_lines_the_amount_stays_and_the_rest_says_that_there_is_more() => Says(
        Due,
        16,
        "To pay    5.00 €",
        "1 × Bièr… 3.50 €");

    [Fact]
    public void A_reason_is_worth_more_than_a_title() => Says(
        new Screen("Not possible · 301", Symbol.Cross, "", ["Not enough money", "On the card\t1.00 €"], null),
        16,
        "Not enough money",
        "On the c… 1.00 €");

    [Fact]
    public void Few_words_stand_in_the_middle() => Says(
        new Screen("Closed", Symbol.None, "", [], null),
        20,
        "                    ",
        "       Closed       ",
        "                    ",
        "                    ");

    [Fact]
    public void An_amount_is_never_cut() => Says(
        new Screen("To pay", Symbol.Card, "12345.00 € + 12 Points", ["x"], null),
        16,
        "12345.00 € + 12 ",
        "    Points…     ");

    [Fact]
    public void An_amount_that_no_line_can_hold_is_left_out_and_not_cut() => Says(
        new Screen("To pay", Symbol.Card, "92233720368547758.07 € + 12 Points + 300000 Points", [], null),
        16,
        "       …        ",
        "€ + 12 Points +…");

    private static void Says(Screen screen, int columns, params string[] lines) =>
        Assert.Equal(lines, TextLayout.Lay(screen, columns, lines.Length).Lines);
}
