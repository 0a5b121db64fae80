using System.Globalization;
using System.Text;
using Tests.PowerCuts;
using Tests.Support;

namespace Tests.RealParts.PowerCuts;

/// <summary>What the program had been told is durable, at one moment.</summary>
internal sealed record Told
{
    /// <summary>The journal's last record.</summary>
    public long Journal { get; init; }

    /// <summary>How many guests were told yes.</summary>
    public long Approved { get; init; }

    /// <summary>The last record that the ledger has signed for.</summary>
    public long Acknowledged { get; init; }

    /// <summary>The version of the list.</summary>
    public long List { get; init; }

    /// <summary>The number of the ledger's entries.</summary>
    public int Ledger { get; init; }

    public static bool IsMark(DiskStep step) => step.Path == Marks.FileName;

    /// <summary>Takes the next mark, if the step is one.</summary>
    public Told After(DiskStep step)
    {
        if (!IsMark(step) || step is not DiskStep.Written written)
            return this;
        var words = Encoding.ASCII.GetString(written.Bytes.Span).TrimEnd('\n').Split(' ');
        var number = long.Parse(words[1], CultureInfo.InvariantCulture);
        return words[0] switch
        {
            "journal" => this with { Journal = number },
            "approved" => this with { Approved = number },
            "acknowledged" => this with { Acknowledged = number },
            "list" => this with { List = number },
            "ledger" => this with { Ledger = (int)number },
            _ => throw new FormatException($"A mark '{words[0]}'."),
        };
    }
}
