using HardwareDrivers.Display;

namespace Tests.Unit.HardwareDrivers.Display;

public class TextFlowTests
{
    [Theory]
    [InlineData("Balance too low", 10, "Balance|too low")]
    [InlineData("Balance too low", 15, "Balance too low")]
    [InlineData("Balance too low", 7, "Balance|too low")]
    [InlineData("Donaudampfschiff", 6, "Donaud|ampfsc|hiff")]
    [InlineData("ein Donaudampfschiff", 6, "ein|Donaud|ampfsc|hiff")]
    [InlineData("  a   b  ", 3, "a|b")]
    [InlineData("", 5, "")]
    [InlineData("To pay 1234567.00 €", 7, "To pay|…|€")]
    public void Lines_break_at_spaces(string text, int columns, string lines)
    {
        Assert.Equal(lines, string.Join('|', TextFlow.Wrap(text, columns)));
    }

    [Theory]
    [InlineData("Balance", 7, "Balance")]
    [InlineData("Balance", 6, "Balan…")]
    [InlineData("Bal ance", 5, "Bal…")]
    [InlineData("Balance", 1, "…")]
    [InlineData("Balance", 0, "")]
    public void What_is_cut_says_so(string text, int columns, string expected)
    {
        Assert.Equal(expected, TextFlow.Fit(text, columns));
    }

    [Theory]
    [InlineData("1234.00 €", 8, "…")]
    [InlineData("1234.00 € + 12 Points", 14, "1234.00 € +…")]
    [InlineData("1234.00 € + 12 Points", 16, "1234.00 € + 12 …")]
    [InlineData("Beer 10.50", 9, "Beer…")]
    public void A_number_that_has_no_room_is_left_out_whole(string text, int columns, string expected)
    {
        Assert.Equal(expected, TextFlow.Fit(text, columns));
    }

    [Theory]
    [InlineData("more", 10, "more…")]
    [InlineData("12 + 5", 10, "12 + 5 …")]
    [InlineData("exactly", 7, "exactl…")]
    [InlineData("too long a line", 7, "too lo…")]
    public void A_line_with_more_behind_it_says_so(string text, int columns, string expected)
    {
        Assert.Equal(expected, TextFlow.Continued(text, columns));
    }
}
