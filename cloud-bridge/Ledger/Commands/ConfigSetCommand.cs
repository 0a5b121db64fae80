using System.CommandLine;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary><c>ledger config set</c>: says prices, staff or limits anew.</summary>
internal static class ConfigSetCommand
{
    public static Command Build()
    {
        var state = LedgerCommand.State();
        var (terminal, profile) = (ConfigCommand.Terminal(), ConfigCommand.Profile());
        var prices = File(
            "--prices", "Articles and prices, as docs/configuration.md says: all that are said for them.");
        var staff = File("--staff", "Who works there and within which caps, as docs/formats/enrolment.md says.");
        var limits = File("--limits", "All limits, as docs/formats/enrolment.md says, without staff.");
        var withdraw = new Option<string[]>("--withdraw")
        {
            Description = $"Say no more of {string.Join(" or ", ConfigPart.All)} for them.",
            HelpName = "PART",
            AllowMultipleArgumentsPerToken = true,
        };
        withdraw.AcceptOnlyFromAmong([.. ConfigPart.All]);
        var dropPins = new Option<bool>("--drop-pins")
        {
            Description = "Staff cards that would have no PIN any more at a terminal may lose theirs: without this " +
                "it is refused.",
        };
        var note = LedgerCommand.Note();
        var command = new Command(
            "set",
            "Says prices, staff or limits for all terminals, those of a profile, or one. The running ledger sends " +
            "them down; each terminal follows between two guests. Works beside a running ledger.")
        {
            state, terminal, profile, prices, staff, limits, withdraw, dropPins, note,
        }.WithExamples(
            "ledger config set --state /var/lib/ledger --prices prices.json --note \"Saturday's prices\"",
            "ledger config set --state /var/lib/ledger --terminal bar-1 --withdraw prices --note \"as everywhere\"");
        command.SetAction(parsed => LedgerCommand.Run(() =>
        {
            if (ConfigCommand.ReadScope(parsed.GetValue(terminal), parsed.GetValue(profile), out var scope) is { } bad)
                return LedgerCommand.Fail(bad, ExitCode.Usage);
            var flaws = new List<string>();
            var priced = Read(parsed.GetValue(prices), bytes => TerminalConfig.ReadPrices(bytes), flaws);
            var working = Read(parsed.GetValue(staff), bytes => StaffRules.Read(bytes), flaws);
            var bounds = Read(parsed.GetValue(limits), bytes => TerminalLimits.Read(bytes), flaws);
            return flaws.Count > 0
                ? LedgerCommand.Fail($"{string.Join("; ", flaws)}.", ExitCode.BadConfiguration)
                : Say(
                    parsed.GetValue(state)!,
                    new ConfigRequest(
                        scope,
                        new TerminalConfig(priced?.Prices, working, bounds),
                        [.. parsed.GetValue(withdraw) ?? []],
                        parsed.GetValue(note)!)
                    {
                        MayDropPins = parsed.GetValue(dropPins),
                    });
        }));
        return command;
    }

    private static int Say(string state, ConfigRequest asked)
    {
        using var folder = LedgerFolder.Open(state);
        var outcome = folder.Configs.Say(asked, key: null);
        if (outcome.Why is { } why)
            return LedgerCommand.Fail($"{why.What}.", ExitCode.BadConfiguration);
        if (asked.Withdrawn.Contains(ConfigPart.CardKeys))
            folder.CardKeys.Forget();
        var said = ((Outcome<ConfigAnswer>.Done)outcome).Answer;
        Console.Out.WriteLine($"{said.Scope}: configuration {said.Number}");
        return ExitCode.Good;
    }

    private static Option<FileInfo?> File(string name, string description) =>
        new(name) { Description = description, HelpName = "FILE.json" };

    private static T? Read<T>(FileInfo? file, Func<byte[], Reading<T>> read, List<string> flaws) where T : class
    {
        if (file is null)
            return null;
        if (!read(System.IO.File.ReadAllBytes(file.FullName)).Succeeded(out var said, out var error))
            flaws.Add($"'{file}': {error.Detail}");
        return said;
    }
}
