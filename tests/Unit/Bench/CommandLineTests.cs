using Tests.Bench;

namespace Tests.Unit.Bench;

public class CommandLineTests
{
    [Fact]
    public void Nothing_named_is_everything()
    {
        Assert.True(CommandLine.TryChoose([], out var chosen, out _, out _));

        Assert.Equal(CommandLine.All, chosen);
    }

    [Fact]
    public void What_is_named_is_measured_once_in_the_order_of_the_list()
    {
        Assert.True(CommandLine.TryChoose(["memory", "tap", "tap"], out var chosen, out _, out _));

        Assert.Equal(["tap", "memory"], chosen.Select(measure => measure.Name));
    }

    [Fact]
    public void Figures_are_kept_when_that_is_asked_for()
    {
        Assert.True(CommandLine.TryChoose(["--keep", "tap"], out var chosen, out var keeps, out _));
        Assert.Equal("tap", Assert.Single(chosen).Name);
        Assert.True(keeps);

        Assert.True(CommandLine.TryChoose(["tap"], out _, out keeps, out _));
        Assert.False(keeps);
    }

    [Fact]
    public void A_name_that_does_not_exist_is_said_with_those_that_do()
    {
        Assert.False(CommandLine.TryChoose(["tap", "tea"], out _, out _, out var error));

        Assert.Equal(
            "There is no measure 'tea'; expected tap, heard, stores, reader, cards, peers, recovery, pulses, drain, "
            + "start, memory, million, lists, asking, gates, crypto, refill, workers, return, console.",
            error);
    }

    [Fact]
    public void Help_has_a_line_for_every_measure() => Assert.All(
        CommandLine.All,
        measure => Assert.Contains($"\n  {measure.Name,-9}{measure.Description}\n", CommandLine.Help + "\n"));
}
