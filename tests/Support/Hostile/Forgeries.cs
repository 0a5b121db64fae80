using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using CloudBridge.Contract;
using CloudBridge.Mqtt;

namespace Tests.Support;

/// <summary>What somebody makes of messages that went by who has no key but his own.</summary>
/// <param name="topics">The site's.</param>
/// <param name="stranger">His own key.</param>
public sealed class Forgeries(Topics topics, ISigner stranger)
{
    /// <summary>
    /// The same words: unsigned, signed by a stranger as himself and as the true signer, and altered.
    /// </summary>
    /// <param name="compact">A true signed object.</param>
    public IEnumerable<byte[]> Of(ReadOnlyMemory<byte> compact)
    {
        var parts = Encoding.ASCII.GetString(compact.Span).Split('.');
        var header = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[0]));
        var payload = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[1]));
        var own = header.Replace(KeyOf(compact).ToString(), stranger.KeyId.ToString(), StringComparison.Ordinal);
        var more = Richer(payload);
        yield return Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}.");
        yield return Encoding.UTF8.GetBytes(more);
        yield return Forge.Sign(header.Replace("ES256", "none", StringComparison.Ordinal), more, stranger);
        yield return Forge.Sign(own, more, stranger);
        yield return Forge.Sign(header, more, stranger);
        yield return Altered(compact, parts[0].Length + 1 + parts[1].Length / 2);
        yield return Altered(compact, compact.Length - 40);
    }

    /// <summary>
    /// Money: a later list in which each card has this much, and a next line of the journal that gives it to the first
    /// of them. All of it is as it should be, but for the signature: the stranger's, under his name or the true one.
    /// </summary>
    /// <param name="taken">What went by.</param>
    /// <param name="terminal">Whose journal.</param>
    /// <param name="amount">How much.</param>
    public IEnumerable<MqttMessage> Minting(IReadOnlyList<MqttMessage> taken, TerminalId terminal, AssetAmount amount)
    {
        var list = taken.Last(message => message.Topic == topics.CardList).Payload;
        var manifest = JsonSerializer.Deserialize(Open(JwsType.List, list).Payload.Span, ListManifest.Json)!;
        var cards = new List<CardEntry>();
        foreach (var topic in manifest.Chunks.Select(topics.CardChunk))
            CardChunks.Read(
                taken.Last(message => message.Topic == topic && !message.Payload.IsEmpty).Payload.Span, cards.Add);
        var rich = CardChunks.Write([.. cards.Select(card => card with { Balances = [amount] })]);
        foreach (var chunk in rich)
            yield return new MqttMessage(topics.CardChunk(Digest.Of(chunk)), chunk, Retained: true);
        var richer = manifest with
        {
            Version = manifest.Version + 100, Chunks = [.. rich.Select(chunk => Digest.Of(chunk))],
        };

        var journal = topics.Of(terminal, TerminalTopic.Journal);
        var lines = taken.Last(message => message.Topic == journal).Payload;
        var last = Open(JwsType.Record, lines[(lines.Span[..^1].LastIndexOf((byte)'\n') + 1)..^1]);
        var record = RecordLine.Read(last, site: null).OrThrow();
        var gift = record with
        {
            Position = record.Position.Next(),
            Previous = last.Hash(),
            Fact = new Fact.Refill(new Payment(cards[0].Card, cards[0].Wallet, [amount]), cards[0].Card),
        };
        foreach (var signer in new[] { stranger, new Impostor(KeyOf(list), stranger) })
            yield return new MqttMessage(
                topics.CardList, SignedMessage.Sign(richer, signer).Compact, Retained: true);
        foreach (var signer in new[] { stranger, new Impostor(KeyOf(last.Compact), stranger) })
            yield return new MqttMessage(
                journal, (byte[])[.. RecordLine.Write(gift, signer).Compact.Span, (byte)'\n']);
    }

    /// <summary>True messages under the topic of another kind, or of another terminal.</summary>
    /// <param name="taken">What went by.</param>
    /// <param name="terminal">Who gets what another was to get.</param>
    public IEnumerable<MqttMessage> Swapped(IReadOnlyList<MqttMessage> taken, TerminalId terminal)
    {
        string[] wanted =
        [
            topics.Of(terminal, TerminalTopic.Ack), topics.Of(terminal, TerminalTopic.Beat), topics.CardList,
            topics.Of(terminal, TerminalTopic.Journal), topics.Keys,
        ];
        foreach (var message in taken.DistinctBy(message => message.Topic))
            foreach (var topic in wanted)
                if (topic != message.Topic && !message.Payload.IsEmpty)
                    yield return message with { Topic = topic };
        // The content of one chunk under the name of another.
        var chunks = taken.Where(message => topics.TryParseChunk(message.Topic, out _) && !message.Payload.IsEmpty)
            .ToList();
        foreach (var (one, other) in chunks.Zip(chunks.Skip(1)))
            if (one.Topic != other.Topic)
                yield return one with { Payload = other.Payload };
    }

    /// <summary>All digits of all numbers are higher: more money, more records, later lists.</summary>
    private static string Richer(string payload) => payload.Replace(":1", ":9", StringComparison.Ordinal);

    private static SignedObject Open(JwsType type, ReadOnlyMemory<byte> compact) =>
        Jws.OpenUnverified(type, compact).OrThrow();

    private static KeyId KeyOf(ReadOnlyMemory<byte> compact)
    {
        var end = compact.Span.IndexOf((byte)'.');
        using var header = JsonDocument.Parse(Base64Url.DecodeFromUtf8(compact.Span[..end]));
        return KeyId.TryParse(header.RootElement.GetProperty("kid").GetString()!, out var key)
            ? key
            : throw new FormatException("Not a signed object of ours.");
    }

    private static byte[] Altered(ReadOnlyMemory<byte> compact, int at)
    {
        var altered = compact.ToArray();
        altered[at] = altered[at] == (byte)'A' ? (byte)'B' : (byte)'A';
        return altered;
    }
}
