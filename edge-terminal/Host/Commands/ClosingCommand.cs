using System.CommandLine;
using CloudBridge.Contract;

namespace EdgeTerminal.Host;

/// <summary>
/// <c>edge-terminal closing list|export</c>: a till's closings out of its journal, each held against the records that
/// it is about.
/// </summary>
internal static class ClosingCommand
{
    private const string Csv = "csv";
    private const string Json = "json";

    public static Command Build() => new Command("closing", "About the closings of a till, as its journal has them.")
    {
        List(), Export(),
    }.WithExamples("edge-terminal closing list /var/lib/edge-terminal");

    private static Argument<string> Source() =>
        new("PATH") { Description = "Journal folder, state folder, or export." };

    private static Command List()
    {
        var path = Source();
        var command = new Command(
            "list",
            "Prints a line for each closing. 3: the records of one come to something else. Signatures are for " +
            "`journal verify`.")
        {
            path,
        }.WithExamples("edge-terminal closing list /var/lib/edge-terminal");
        command.SetAction(parsed => HostCommand.Run(() =>
        {
            var closings = Read(parsed.GetValue(path)!);
            foreach (var closing in closings)
                Console.Out.WriteLine(Describe(closing));
            return ExitCodeOf(closings);
        }));
        return command;
    }

    private static Command Export()
    {
        var path = Source();
        var number = new Option<long?>("--number") { Description = "That closing alone.", HelpName = "N" };
        var format = new Option<string>("--format")
        {
            Description = "How: csv or json.", HelpName = "FORMAT", DefaultValueFactory = _ => Json,
        }.AcceptOnlyFromAmong(Csv, Json);
        var output = new Option<FileInfo?>("--out")
        {
            Description = "The file to write; else it is printed.", HelpName = "FILE",
        };
        var command = new Command(
            "export", "Writes closings, rows and totals, for other programs. 3: records come to something else.")
        {
            path, number, format, output,
        }.WithExamples(
            "edge-terminal closing export /var/lib/edge-terminal --format csv --out closings.csv",
            "edge-terminal closing export bar-1.jws --number 12");
        command.SetAction(parsed => HostCommand.Run(() =>
        {
            var closings = Read(parsed.GetValue(path)!)
                .Where(closing => parsed.GetValue(number) is not { } wanted || closing.Closure.Number == wanted)
                .ToList();
            if (closings.Count == 0 && parsed.GetValue(number) is { } missing)
                return HostCommand.Fail($"there is no closing {missing} in {parsed.GetValue(path)}.", ExitCode.Usage);
            var text = parsed.GetValue(format) == Csv ? ClosingWriter.Csv(closings) : ClosingWriter.Json(closings);
            if (parsed.GetValue(output) is { } file)
                File.WriteAllText(file.FullName, text);
            else
                Console.Out.Write(text);
            return ExitCodeOf(closings);
        }));
        return command;
    }

    private static List<AuditedClosing> Read(string path) => [.. ClosingAudit.Of(Heads(JournalSource.Open(path)))];

    private static IEnumerable<RecordHead> Heads(JournalSource source)
    {
        foreach (var line in source.Lines())
            yield return Jws.OpenUnverified(JwsType.Record, line[..^1]).Succeeded(out var signed, out var error) &&
                RecordLine.ReadHead(signed, site: null).Succeeded(out var head, out error)
                    ? head
                    : throw new StartException($"not a record: {error}", ExitCode.VerificationFailed);
    }

    private static string Describe(AuditedClosing closing)
    {
        var state = closing switch
        {
            { IsWhole: false } => $"not checked: {AuditedClosing.WhyNotChecked}",
            { Flaw: null } => "equal to the journal",
            _ => $"WRONG: {closing.Flaw}",
        };
        var sold = string.Join(", ", closing.Closure.Totals
            .Where(row => row.Asset is not null)
            .GroupBy(row => row.Asset!.Value, row => row.Amount)
            .Select(asset => $"{asset.Key} {asset.SumOrLimit()}"));
        return $"{closing.Closure.Number,6} {closing.Record.Position,-10} {closing.Record.Stamp.WallTime:u} " +
            $"{(sold.Length == 0 ? "nothing sold" : sold)} ({state})";
    }

    private static int ExitCodeOf(IEnumerable<AuditedClosing> closings) =>
        closings.Any(closing => closing.Flaw is not null) ? ExitCode.VerificationFailed : ExitCode.Good;
}
