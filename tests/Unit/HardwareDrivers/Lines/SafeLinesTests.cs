using HardwareDrivers.Abstractions;
using HardwareDrivers.Lines;
using HardwareDrivers.Simulated;
using Tests.Support;

namespace Tests.Unit.HardwareDrivers.Lines;

public sealed class SafeLinesTests : IDisposable
{
    private static readonly NamedLine Valve = new("valve", 0, new OutputLineSettings(17, "valve"));

    // A turnstile that is free while its line is high: safe is free, as the fire brigade wants it.
    private static readonly NamedLine Turnstile =
        new("turnstile", 0, new OutputLineSettings(27, "turnstile") { ActiveLow = true, SafeIsActive = true });

    private readonly TemporaryFolder folder = new();
    private readonly FileBoard board;

    public SafeLinesTests()
    {
        Directory.CreateDirectory(folder.In("gpiochip0"));
        board = new FileBoard(folder.In("."));
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Every_line_is_safe_once_it_is_opened_and_again_at_the_end()
    {
        Leave(17, high: true);
        Leave(27, high: true);
        using (var lines = SafeLines.Open(board, [Valve, Turnstile]))
        {
            Assert.Empty(lines.Troubles);
            Assert.Equal((false, false), (board.LevelOf(0, 17), board.LevelOf(0, 27)));
            lines.Find("valve")!.Set(true);
            lines.Find("turnstile")!.Set(false);
            Assert.Equal((true, true), (board.LevelOf(0, 17), board.LevelOf(0, 27)));
        }

        Assert.Equal((false, false), (board.LevelOf(0, 17), board.LevelOf(0, 27)));
    }

    [Fact]
    public void All_lines_can_be_made_safe_while_they_are_in_use()
    {
        using var lines = SafeLines.Open(board, [Valve]);
        lines.Find("valve")!.Set(true);

        Assert.Empty(lines.MakeSafe());

        Assert.False(board.LevelOf(0, 17));
    }

    [Fact]
    public void A_line_that_cannot_be_opened_is_told_and_the_others_go_on()
    {
        using var other = SafeLines.Open(board, [Valve]);
        var elsewhere = Turnstile with { Name = "light", Chip = 4 };
        Leave(27, high: true);

        using var lines = SafeLines.Open(board, [Valve, elsewhere, Turnstile]);

        Assert.Equal(["valve", "light"], lines.Troubles.Select(trouble => trouble.Line));
        Assert.Equal(DeviceOutcome.Failed(lines.Troubles[0].Detail), lines.Find("valve")!.Set(true));
        Assert.Null(lines.Find("music"));
        Assert.False(board.LevelOf(0, 27));
    }

    [Fact]
    public void A_line_whose_number_makes_no_sense_is_told_and_the_others_go_on()
    {
        var pieces = new Pieces();

        using var lines = SafeLines.Open(pieces, [Valve with { Settings = new(-1, "valve") }, Turnstile]);

        Assert.Equal(["valve"], lines.Troubles.Select(trouble => trouble.Line));
        Assert.True(Assert.Single(pieces.Outputs).IsActive);
    }

    [Fact]
    public void Lines_can_be_made_safe_while_they_are_being_closed()
    {
        var pieces = new Pieces();
        var lines = SafeLines.Open(pieces, [Valve, Turnstile]);
        pieces.Outputs[0].Driven = () =>
        {
            pieces.Outputs[0].Driven = null;
            lines.Dispose();
        };

        lines.MakeSafe();

        Assert.All(pieces.Outputs, output => Assert.True(output.IsDisposed));
        Assert.Empty(lines.MakeSafe());
    }

    [Fact]
    public void A_line_keeps_its_level_when_nobody_closes_it()
    {
        Leave(17, high: true);

        Assert.True(board.LevelOf(0, 17));
        Assert.Null(board.LevelOf(0, 18));
    }

    private void Leave(int line, bool high) =>
        File.WriteAllText(folder.In($"gpiochip0/{line}"), high ? "1" : "0");

    /// <summary>A board of nothing but outputs, in memory.</summary>
    private sealed class Pieces : IBoard, ILineChip
    {
        public List<WatchedLine> Outputs { get; } = [];

        public string Name => "pieces";

        public ILineChip OpenLines(int chip) => this;

        public IOutputLine OpenOutput(OutputLineSettings settings)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(settings.Line);
            var output = new WatchedLine();
            output.Set(settings.SafeIsActive);
            Outputs.Add(output);
            return output;
        }

        public IInputLine OpenInput(InputLineSettings settings) => throw new NotSupportedException();

        public II2cDevice OpenI2c(int bus, int address) => throw new NotSupportedException();

        public ISpiDevice OpenSpi(SpiSettings settings) => throw new NotSupportedException();

        public IToneLine OpenPwm(int chip, int channel) => throw new NotSupportedException();

        public void Dispose()
        {
        }
    }
}
