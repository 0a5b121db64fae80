using System.Text;
using CloudBridge.Contract;

namespace Tests.Unit.CloudBridge.Contract;

/// <summary>What is wrong with hostile bytes goes into a log, and may quote them.</summary>
public sealed class FormatErrorTests
{
    [Theory]
    [InlineData("\\n2026-01-01 [INF] All is well.")]
    [InlineData("\\r\\u001b[2J")]
    [InlineData("\\u2028")]
    [InlineData("\\u202e")]
    [InlineData("\\u0085")]
    public void A_member_name_from_outside_cannot_begin_a_line_or_turn_the_text_round(string name)
    {
        var text = Error($$"""{"epoch":1,"{{name}}":1}""").ToString();

        Assert.All(text, one => Assert.False(char.IsControl(one) || one is '\u2028' or '\u202e', $"{(int)one:X4}"));
        Assert.StartsWith("BadContent: ", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_member_name_is_cut()
    {
        var text = Error($$"""{"epoch":1,"{{new string('x', 900)}}":1}""").ToString();

        Assert.InRange(text.Length, 300, 330);
        Assert.EndsWith("…", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Words_of_our_own_stay_as_they_are() => Assert.Equal(
        "TooLong: 5000 bytes; at most 4096 – größer",
        new FormatError(FormatErrorKind.TooLong, "5000 bytes; at most 4096 – größer").ToString());

    private static FormatError Error(string json) =>
        ResendMessage.Read(Encoding.UTF8.GetBytes(json)).Succeeded(out _, out var error)
            ? throw new InvalidOperationException("It was taken.")
            : error;
}
