using EdgeTerminal.Core;
using EdgeTerminal.Host;
using HardwareDrivers.Abstractions;
using HardwareDrivers.Lines;
using HardwareDrivers.Simulated;
using Tests.Support;

namespace Tests.Unit.EdgeTerminal.Host;

/// <summary>A turnstile at a virtual board, and what its contacts say.</summary>
public sealed class TurnstileTests : IDisposable
{
    private const int Output = 17;
    private const int Passed = 5;
    private const int Tampered = 6;
    private const int Fire = 7;

    private readonly VirtualBoard board = new(TimeProvider.System);
    private readonly SafeLines lines;
    private readonly Turnstile turnstile;
    private readonly ToldInputs told = new();

    public TurnstileTests()
    {
        lines = SafeLines.Open(
            board,
            [new NamedLine("turnstile", 0, new OutputLineSettings(Output, "turnstile") { SafeIsActive = true })]);
        turnstile = new Turnstile(
            new GateLines("turnstile", Contact(Passed), Contact(Tampered), Contact(Fire)),
            lines,
            () => board.OpenLines(0),
            TimeProvider.System);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        turnstile.Dispose();
        lines.Dispose();
    }

    [Fact]
    public async Task It_is_safe_until_the_loop_listens_and_then_locked()
    {
        await OpenedAsync();
        Assert.True(board.Line(Output).Level);

        await LockedAsync();
    }

    [Fact]
    public async Task It_does_what_the_loop_orders()
    {
        await LockedAsync();

        turnstile.Do(new Effect.ReleaseTurnstile());
        Assert.True(board.Line(Output).Level);
        turnstile.Do(new Effect.LockTurnstile());
        Assert.False(board.Line(Output).Level);
        turnstile.Do(new Effect.OpenTurnstile());
        Assert.True(board.Line(Output).Level);
    }

    [Fact]
    public void Without_a_fire_contact_it_may_be_locked_while_no_loop_runs()
    {
        const int other = 18;
        using var outputs = SafeLines.Open(board, [new NamedLine("other", 0, new OutputLineSettings(other, "other"))]);
        using var alone = new Turnstile(
            new GateLines("other", null, null, null), outputs, () => board.OpenLines(0), TimeProvider.System);
        Assert.False(board.Line(other).Level);

        alone.Start(Remembered.Nothing, told);
        alone.Do(new Effect.ReleaseTurnstile());
        Assert.True(board.Line(other).Level);
        outputs.MakeSafe();

        Assert.False(board.Line(other).Level);
    }

    [Fact]
    public async Task Its_fire_contact_opens_it_whatever_the_loop_does()
    {
        Listen();
        await OpenedAsync();
        board.Line(Fire).Drive(true);
        await Eventually.TrueAsync(() => board.Line(Output).Level, "it is open", Cancellation);

        turnstile.Do(new Effect.LockTurnstile());
        Assert.True(board.Line(Output).Level);

        await TellsAsync(new Input.FireBegan());
        board.Line(Fire).Drive(false);
        await TellsAsync(new Input.FireEnded());
        turnstile.Do(new Effect.LockTurnstile());
        Assert.False(board.Line(Output).Level);
    }

    [Fact]
    public async Task A_fire_before_the_loop_listens_is_told_then()
    {
        await OpenedAsync();
        board.Line(Fire).Drive(true);

        Listen();

        await TellsAsync(new Input.FireBegan());
        Assert.True(board.Line(Output).Level);
    }

    [Fact]
    public async Task Who_goes_through_is_told_once()
    {
        Listen();
        await OpenedAsync();

        board.Line(Passed).Drive(true);
        await TellsAsync(new Input.TurnstilePassed());
        board.Line(Passed).Drive(false);
        board.Line(Tampered).Drive(true);
        await Eventually.TrueAsync(() => told.Seen.Count > 1, "the next is told", Cancellation);

        Assert.Single(told.Seen, input => input is Input.TurnstilePassed);
    }

    [Fact]
    public async Task A_forced_turnstile_is_a_fault_until_it_is_whole_again()
    {
        Listen();
        await OpenedAsync();

        board.Line(Tampered).Drive(true);
        await Eventually.TrueAsync(
            () => told.Seen.Any(input => input is Input.FaultBegan { Fault: Fault.TurnstileTampered }),
            "told",
            Cancellation);
        board.Line(Tampered).Drive(false);

        await TellsAsync(new Input.FaultEnded(Fault.TurnstileTampered));
    }

    [Fact]
    public async Task A_line_that_is_gone_is_a_fault_that_names_it()
    {
        Listen();
        board.IsGone = true;

        turnstile.Do(new Effect.ReleaseTurnstile());

        await Eventually.TrueAsync(
            () => told.Seen.Any(input => input is Input.FaultBegan { Fault: Fault.TurnstileLost }),
            "told",
            Cancellation);
    }

    [Fact]
    public async Task A_fire_contact_that_cannot_be_read_opens_it_until_it_can()
    {
        const int fire = 8;
        using var chip = board.OpenLines(0);
        var other = chip.OpenInput(new InputLineSettings(fire, "another program"));
        const int output = 18;
        using var outputs = SafeLines.Open(
            board,
            [new NamedLine("other", 0, new OutputLineSettings(output, "other") { SafeIsActive = true })]);
        using var blind = new Turnstile(
            new GateLines("other", null, null, Contact(fire)), outputs, () => board.OpenLines(0), TimeProvider.System);

        blind.Start(Remembered.Nothing, told);
        blind.Do(new Effect.LockTurnstile());
        await Eventually.TrueAsync(
            () => told.Seen.Any(input => input is Input.FaultBegan { Fault: Fault.FireInputLost }),
            "told",
            Cancellation);

        Assert.Equal([true], board.Line(output).History.Select(change => change.Level));
        other.Dispose();
        await TellsAsync(new Input.FaultEnded(Fault.FireInputLost));
        Assert.False(board.Line(output).Level);
    }

    [Theory]
    [InlineData(Fault.TurnstileContactLost)]
    [InlineData(Fault.TamperContactLost)]
    public async Task Another_contact_that_cannot_be_read_opens_nothing(Fault fault)
    {
        const int contact = 9;
        using var chip = board.OpenLines(0);
        using var other = chip.OpenInput(new InputLineSettings(contact, "another program"));
        const int output = 18;
        using var outputs = SafeLines.Open(
            board, [new NamedLine("other", 0, new OutputLineSettings(output, "other"))]);
        using var deaf = new Turnstile(
            fault is Fault.TurnstileContactLost
                ? new GateLines("other", Contact(contact), null, null)
                : new GateLines("other", null, Contact(contact), null),
            outputs,
            () => board.OpenLines(0),
            TimeProvider.System);

        deaf.Start(Remembered.Nothing, told);
        await Eventually.TrueAsync(
            () => told.Seen.Any(input => input is Input.FaultBegan began && began.Fault == fault),
            "told",
            Cancellation);

        Assert.False(board.Line(output).Level);
        Assert.DoesNotContain(
            told.Seen, input => input is Input.FaultBegan began && began.Fault != fault);
    }

    private static GateContact Contact(int line) => new(line, ActiveLow: false, LineBias.PullDown);

    private void Listen() => turnstile.Start(TerminalState.Initial.Past, told);

    private Task LockedAsync()
    {
        Listen();
        return Eventually.TrueAsync(() => !board.Line(Output).Level, "it is locked", Cancellation);
    }

    private Task OpenedAsync() => Eventually.TrueAsync(
        () => new[] { Passed, Tampered, Fire }.All(line => board.Line(line).Consumer is not null),
        "the contacts are open",
        Cancellation);

    private Task TellsAsync(Input input) =>
        Eventually.TrueAsync(() => told.Seen.Contains(input), $"{input} is told", Cancellation);
}
