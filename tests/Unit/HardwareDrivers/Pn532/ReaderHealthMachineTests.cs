using System.Collections.Immutable;
using System.Diagnostics;
using HardwareDrivers.Abstractions;
using HardwareDrivers.Pn532;

namespace Tests.Unit.HardwareDrivers.Pn532;

public class ReaderHealthMachineTests
{
    private static readonly ReaderHealthMachine WholeLadder = new([.. Enum.GetValues<RecoveryRung>()]);
    private static readonly ReaderHealthMachine NoLines = new([RecoveryRung.Abort, RecoveryRung.SetUp]);

    private static readonly ImmutableArray<(ReaderStep Step, ReaderSign Sign)> Possible =
    [
        (ReaderStep.Open, ReaderSign.Opened),
        (ReaderStep.Open, ReaderSign.LinkLost),
        (ReaderStep.SetUp, ReaderSign.Answered),
        (ReaderStep.SetUp, ReaderSign.Silent),
        (ReaderStep.SetUp, ReaderSign.Garbled),
        (ReaderStep.SetUp, ReaderSign.LinkLost),
        (ReaderStep.Watch, ReaderSign.Progressed),
        (ReaderStep.Watch, ReaderSign.Silent),
        (ReaderStep.Watch, ReaderSign.Garbled),
        (ReaderStep.Watch, ReaderSign.LinkLost),
        (ReaderStep.Recover, ReaderSign.Answered),
        (ReaderStep.Recover, ReaderSign.Silent),
        (ReaderStep.Recover, ReaderSign.Garbled),
        (ReaderStep.Recover, ReaderSign.LineFailed),
        (ReaderStep.Recover, ReaderSign.LinkLost),
        (ReaderStep.Pause, ReaderSign.TimePassed),
    ];

    public static TheoryData<string, string> Rows { get; } = new()
    {
        { "Open/Starting Opened", "SetUp/Starting" },
        { "Open/Lost Opened", "SetUp/Lost" },
        { "Open/Starting LinkLost", "Pause/Lost" },
        { "SetUp/Starting Answered", "Watch/Working" },
        { "SetUp/Lost Answered", "Watch/Working" },
        { "SetUp/Starting Silent", "Recover/Starting/SetUp" },
        { "SetUp/Lost Garbled", "Recover/Lost/SetUp" },
        { "SetUp/Starting LinkLost", "Pause/Lost" },
        { "Watch/Working Progressed", "Watch/Working" },
        { "Watch/Working/Reset Progressed", "Watch/Working" },
        { "Watch/Working Silent", "Recover/Working/Abort" },
        { "Watch/Working Garbled", "Recover/Working/Abort" },
        { "Watch/Working/Abort Silent", "Recover/Working/SetUp" },
        { "Watch/Working/SetUp Garbled", "Recover/Lost/Reset" },
        { "Watch/Working/Reset Silent", "Recover/Lost/Supply" },
        { "Watch/Working/Supply Silent", "Pause/Lost" },
        { "Watch/Working LinkLost", "Pause/Lost" },
        { "Recover/Working/Abort Answered", "Watch/Working/Abort" },
        { "Recover/Lost/Reset Answered", "Watch/Working/Reset" },
        { "Recover/Starting/SetUp Answered", "Watch/Working/SetUp" },
        { "Recover/Working/Abort Silent", "Recover/Working/SetUp" },
        { "Recover/Working/SetUp Silent", "Recover/Lost/Reset" },
        { "Recover/Starting/SetUp Garbled", "Recover/Lost/Reset" },
        { "Recover/Lost/Reset LineFailed", "Recover/Lost/Supply" },
        { "Recover/Lost/Reset Silent", "Recover/Lost/Supply" },
        { "Recover/Lost/Supply Silent", "Pause/Lost" },
        { "Recover/Lost/Supply LineFailed", "Pause/Lost" },
        { "Recover/Lost/Supply LinkLost", "Pause/Lost" },
        { "Pause/Lost TimePassed", "Open/Lost" },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public void After_a_sign_comes_the_next_step(string given, string next)
    {
        var (now, sign) = Parse(given);

        Assert.Equal(next, Write(WholeLadder.Next(now, sign)));
    }

    // Whatever was said before and whichever rung was tried: a pair is possible or a broken invariant, never ignored.
    [Fact]
    public void Every_pair_of_step_and_sign_has_its_arm()
    {
        foreach (var now in All())
            foreach (var sign in Enum.GetValues<ReaderSign>())
                if (Possible.Contains((now.Step, sign)))
                    AssertSound(WholeLadder.Next(now, sign));
                else
                    Assert.Throws<UnreachableException>(() => WholeLadder.Next(now, sign));
    }

    [Fact]
    public void The_table_has_a_row_for_every_pair_that_is_possible()
    {
        var covered = Rows.Select(row => Parse(row.Data.Item1)).Select(row => (row.Now.Step, row.Sign));

        Assert.Equal(Possible.ToHashSet(), covered.ToHashSet());
    }

    [Fact]
    public void Without_lines_the_reader_is_lost_after_the_second_rung()
    {
        var (now, sign) = Parse("Recover/Working/SetUp Silent");

        Assert.Equal("Pause/Lost", Write(NoLines.Next(now, sign)));
    }

    // A chip that seems to come back and fails before its first look takes the next rung each time.
    [Fact]
    public void Rungs_that_only_seem_to_help_are_never_tried_for_ever()
    {
        var now = ReaderCondition.AtFirst;
        var steps = 0;
        while (now.Step != ReaderStep.Pause)
        {
            now = WholeLadder.Next(now, now.Step switch
            {
                ReaderStep.Open => ReaderSign.Opened,
                ReaderStep.Watch => ReaderSign.Silent,
                _ => ReaderSign.Answered,
            });
            steps++;
        }

        Assert.Equal(11, steps);
    }

    private static void AssertSound(ReaderCondition next)
    {
        Assert.True(next.Step != ReaderStep.Watch || next.Health == ReaderHealth.Working);
        Assert.True(next.Step != ReaderStep.Recover || next.Rung is not null);
        Assert.True(next.Step != ReaderStep.Pause || next.Health == ReaderHealth.Lost);
    }

    private static IEnumerable<ReaderCondition> All() =>
        from step in Enum.GetValues<ReaderStep>()
        from health in Enum.GetValues<ReaderHealth>()
        from rung in Enum.GetValues<RecoveryRung>().Cast<RecoveryRung?>().Append(null)
        where step != ReaderStep.Watch || health == ReaderHealth.Working
        where step != ReaderStep.Recover || rung is not null
        select new ReaderCondition(step, health, rung);

    private static (ReaderCondition Now, ReaderSign Sign) Parse(string given)
    {
        var words = given.Split(' ');
        var parts = words[0].Split('/');
        RecoveryRung? rung = parts.Length > 2 ? Enum.Parse<RecoveryRung>(parts[2]) : null;
        var now = new ReaderCondition(Enum.Parse<ReaderStep>(parts[0]), Enum.Parse<ReaderHealth>(parts[1]), rung);
        return (now, Enum.Parse<ReaderSign>(words[1]));
    }

    private static string Write(ReaderCondition next) =>
        $"{next.Step}/{next.Health}" + (next.Rung is { } rung ? $"/{rung}" : "");
}
