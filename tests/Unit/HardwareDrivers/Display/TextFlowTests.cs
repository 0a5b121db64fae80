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
    [InlineData("more", 10, "more…")]
    [InlineData("exactly", 7, "exactl…")]
    [InlineData("too long a line", 7, "too lo…")]
    public void A_line_with_more_behind_it_says_so(string text, int columns, string expected)
    {
        Assert.Equal(expected, TextFlow.Continued(text, columns));
    }
}
