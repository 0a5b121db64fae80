namespace CloudBridge.Contract;

/// <summary>The MQTT topics of a site: DESIGN section 7, docs/formats/mqtt.md. All with QoS 1.</summary>
public sealed class Topics(SiteId site)
{
    /// <summary>The most bytes of journal lines in one message.</summary>
    public const int LongestJournalMessage = 64 * 1024;

    private const string Version = "et/1";

    private readonly string root = $"{Version}/{site}";

    /// <summary>Head of the card list, retained.</summary>
    public string CardList => $"{root}/cards/list";

    /// <summary>Signed changes to the card list.</summary>
    public string CardDelta => $"{root}/cards/delta";

    /// <summary>The site's terminal keys.</summary>
    public string Keys => $"{root}/keys";

    /// <summary>The ledger's statements about its own keys, retained.</summary>
    public string LedgerKeys => $"{root}/ledger-keys";

    /// <summary>A filter for all pieces of card lists.</summary>
    public string AllCardChunks => $"{root}/cards/chunk/+";

    /// <summary>A piece of a card list, named by its hash, retained.</summary>
    public string CardChunk(Digest chunk) => $"{root}/cards/chunk/{chunk}";

    /// <summary>One terminal's topic of a kind.</summary>
    public string Of(TerminalId terminal, TerminalTopic kind) => $"{root}/t/{terminal}/{NameOf(kind)}";

    /// <summary>A filter for all terminals' topics of a kind.</summary>
    public string OfAll(TerminalTopic kind) => $"{root}/t/+/{NameOf(kind)}";

    /// <summary>Whose topic, and of what kind, is this?</summary>
    public bool TryParse(string topic, out TerminalId terminal, out TerminalTopic kind)
    {
        terminal = default;
        kind = default;
        var parts = topic.Split('/');
        return parts is ["et", "1", var ofSite, "t", var name, var last] &&
            ofSite == site.ToString() &&
            TerminalId.TryParse(name, out terminal) &&
            TryParseKind(last, out kind);
    }

    /// <summary>Which chunk is this?</summary>
    public bool TryParseChunk(string topic, out Digest chunk)
    {
        chunk = default;
        var prefix = $"{root}/cards/chunk/";
        return topic.StartsWith(prefix, StringComparison.Ordinal) &&
            Digest.TryParse(topic.AsSpan(prefix.Length), out chunk);
    }

    private static string NameOf(TerminalTopic kind) => kind switch
    {
        TerminalTopic.Journal => "journal",
        TerminalTopic.Ack => "ack",
        TerminalTopic.Resend => "resend",
        TerminalTopic.Ask => "ask",
        TerminalTopic.Since => "since",
        TerminalTopic.Beat => "beat",
        TerminalTopic.Config => "config",
        TerminalTopic.Command => "command",
        TerminalTopic.Status => "status",
        TerminalTopic.Holder => "holder",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    private static bool TryParseKind(string name, out TerminalTopic kind)
    {
        foreach (var candidate in Enum.GetValues<TerminalTopic>())
        {
            kind = candidate;
            if (NameOf(candidate) == name)
                return true;
        }
        kind = default;
        return false;
    }
}
