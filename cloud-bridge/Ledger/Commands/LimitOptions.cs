using System.CommandLine;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>Options that change the limits a terminal is enrolled with. Money in minor units.</summary>
internal sealed class LimitOptions
{
    private readonly Option<FileInfo?> all = new("--limits")
    {
        Description =
            "All limits, as they stand in an enrolment (docs/formats/enrolment.md), in place of the usual ones; the " +
            "other options change them.",
        HelpName = "FILE.json",
    };

    private readonly Option<long?> fresh = Amount(
        "--fresh-limit", "The most that a card of class uid may spend before a list has it, while the list is fresh.");

    private readonly Option<long?> offline = Amount(
        "--offline-limit", "The same, while the list is stale.");

    private readonly Option<long?> floor = Amount("--floor-limit", "The most that one tap of such a card may cost.");

    private readonly Option<long?> firstUse = Amount(
        "--first-use-limit", "The most that a never used card of any class may spend while the list is stale.");

    private readonly Option<long?> total = Amount(
        "--offline-total", "The most that all cards together may spend before a list shows it.");

    private readonly Option<int?> freshSeconds = Seconds("--fresh-seconds", "How long a confirmed list is fresh.");

    private readonly Option<int?> expirySeconds = Seconds("--expiry-seconds", "How old a list may be to decide on it.");

    private readonly Option<int?> counterStep = new("--largest-counter-step")
    {
        Description = "A card's counter that has gone up by more since it last counted does not count.",
        HelpName = "N",
    };

    private readonly Option<FileInfo?> staff = new("--staff")
    {
        Description = "Who works there and within which caps, as docs/formats/enrolment.md says; else nobody.",
        HelpName = "FILE.json",
    };

    /// <summary>What to say where limits stay as they are.</summary>
    public const string NotWithNewKey =
        "--new-key: the terminal keeps its limits. Leave them out, or change them before: ledger enroll";

    private IEnumerable<Option> All =>
        [all, fresh, offline, floor, firstUse, total, freshSeconds, expirySeconds, counterStep, staff];

    public void AddTo(Command command)
    {
        foreach (var option in All)
            command.Options.Add(option);
    }

    /// <summary>Is any of them said?</summary>
    public bool AreGiven(ParseResult parsed) => All.Any(option => parsed.GetResult(option) is { Implicit: false });

    /// <summary>Reads them, and holds them against what limits may be.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="limits">Good ones.</param>
    /// <param name="flaw">What is wrong, without a full stop.</param>
    public bool TryRead(ParseResult parsed, out TerminalLimits limits, out string? flaw)
    {
        limits = TerminalLimits.Default;
        try
        {
            limits = Read(parsed);
            flaw = limits.Flaw();
        }
        catch (Exception error) when (error is OverflowException or FormatException)
        {
            flaw = error.Message;
        }
        return flaw is null;
    }

    /// <summary>The default limits or those of a file, with what was said in place of them.</summary>
    /// <exception cref="OverflowException">An amount is out of range.</exception>
    /// <exception cref="FormatException">What a file says is not of its form.</exception>
    public TerminalLimits Read(ParseResult parsed)
    {
        var limits = parsed.GetValue(all) is { } whole
            ? Read(whole, bytes => TerminalLimits.Read(bytes))
            : TerminalLimits.Default;
        var uid = limits.Uid with
        {
            FreshLimit = Or(parsed.GetValue(fresh), limits.Uid.FreshLimit),
            OfflineLimit = Or(parsed.GetValue(offline), limits.Uid.OfflineLimit),
            FloorLimit = Or(parsed.GetValue(floor), limits.Uid.FloorLimit),
        };
        ClassLimits FirstUse(ClassLimits of) =>
            of with { FirstUseLimit = Or(parsed.GetValue(firstUse), of.FirstUseLimit) };
        return limits with
        {
            Uid = FirstUse(uid),
            Counter = FirstUse(limits.Counter),
            Aes = FirstUse(limits.Aes),
            OfflineTotal = Or(parsed.GetValue(total), limits.OfflineTotal),
            FreshSeconds = parsed.GetValue(freshSeconds) ?? limits.FreshSeconds,
            ExpirySeconds = parsed.GetValue(expirySeconds) ?? limits.ExpirySeconds,
            LargestCounterStep = parsed.GetValue(counterStep) ?? limits.LargestCounterStep,
            Staff = parsed.GetValue(staff) is { } file ? Read(file, bytes => StaffRules.Read(bytes)) : limits.Staff,
        };
    }

    private static T Read<T>(FileInfo file, Func<byte[], Reading<T>> read) where T : class =>
        read(File.ReadAllBytes(file.FullName)).Succeeded(out var said, out var error)
            ? said
            : throw new FormatException($"'{file}': {error.Detail}");

    private static Money Or(long? said, Money otherwise) => said is { } minorUnits ? new Money(minorUnits) : otherwise;

    private static Option<long?> Amount(string name, string description) =>
        new(name) { Description = description, HelpName = "CENTS" };

    private static Option<int?> Seconds(string name, string description) =>
        new(name) { Description = description, HelpName = "SECONDS" };
}
