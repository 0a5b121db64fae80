using System.Text.Json;
using System.Text.RegularExpressions;
using CloudBridge.Contract;
using HardwareDrivers.Simulated;
using Tests.Support;

namespace Tests.RealParts.PowerCuts;

/// <summary>
/// Reads what strace(1) saw of a daemon (<c>-f -y</c>, whole strings): a sale is written, an fsync of its file returns,
/// and only then the first byte of its verdict leaves. A call is in one line, or in two when others came between.
/// </summary>
internal static partial class VerdictOrder
{
    /// <summary>What is not in this order; null: all of it is.</summary>
    public static string? Flaw(IReadOnlyList<string> calls)
    {
        var written = Find(calls, 0, call => IsCall(call, "pwrite64") && HoldsSale(call));
        if (written < 0)
            return "no sale was written";
        var shown = Find(calls, 0, ShowsApproval);
        if (shown < 0)
            return "no approval was shown";
        var file = OpenFile().Match(calls[written]).Value;
        var asked = Find(
            calls, written, call => IsCall(call, "fsync") && call.Contains(file, StringComparison.Ordinal));
        if (asked < 0)
            return "the sale was never synced";
        var synced = calls[asked].EndsWith("= 0", StringComparison.Ordinal)
            ? asked
            : Find(calls, asked, call =>
                Thread(call) == Thread(calls[asked]) &&
                call.Contains("<... fsync resumed>", StringComparison.Ordinal) &&
                call.EndsWith("= 0", StringComparison.Ordinal));
        return synced >= 0 && synced < shown
            ? null
            : $"written in line {written}, synced in line {synced}, shown in line {shown}";
    }

    /// <summary>A call begins in this line; where it returns says another.</summary>
    private static bool IsCall(string line, string name) => line.Contains($" {name}(", StringComparison.Ordinal);

    private static bool HoldsSale(string line) => Lines().Matches(line).Any(match =>
        Jws.OpenUnverified(JwsType.Record, System.Text.Encoding.ASCII.GetBytes(match.Value))
            .Succeeded(out var signed, out _) &&
        RecordLine.Read(signed, site: null).Succeeded(out var record, out _) &&
        record.Fact is Fact.Sale);

    private static bool ShowsApproval(string line)
    {
        if (!line.Contains("send", StringComparison.Ordinal) && !IsCall(line, "write"))
            return false;
        var text = line.Replace("\\\"", "\"", StringComparison.Ordinal);
        return text.Contains("\"name\":\"approved\"", StringComparison.Ordinal) ||
            Frames().Matches(text).Any(match =>
            {
                using var frame = JsonDocument.Parse(match.Value);
                return FrameReader.Read(PanelViewer.Picture(frame.RootElement)).Text
                    .Contains("Thank you", StringComparison.Ordinal);
            });
    }

    private static string Thread(string line) => line[..line.IndexOf(' ', StringComparison.Ordinal)];

    private static int Find(IReadOnlyList<string> calls, int from, Func<string, bool> match)
    {
        for (var index = from; index < calls.Count; index++)
            if (match(calls[index]))
                return index;
        return -1;
    }

    [GeneratedRegex(@"[A-Za-z0-9_-]{20,}\.[A-Za-z0-9_-]{20,}\.[A-Za-z0-9_-]{20,}")]
    private static partial Regex Lines();

    [GeneratedRegex(@"<[^>]*/journal/journal-[^>]*>")]
    private static partial Regex OpenFile();

    [GeneratedRegex(@"\{[^{}]*""event"":""frame""[^{}]*\}")]
    private static partial Regex Frames();
}
