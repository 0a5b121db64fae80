using System.Text;
using CloudBridge.Contract;
using CloudBridge.Mqtt;

namespace Tests.Support;

/// <summary>What somebody makes of messages that went by who has no key but his own.</summary>
/// <param name="topics">The site's.</param>
/// <param name="stranger">His own key.</param>
public sealed class Forgeries(Topics topics, ISigner stranger)
{
    /// <summary>The same words: unsigned, signed by a stranger as himself and as the true signer, and altered.</summary>
    /// <param name="compact">A true signed object.</param>
    public IEnumerable<byte[]> Of(ReadOnlyMemory<byte> compact)
    {
        var parts = Encoding.ASCII.GetString(compact.Span).Split('.');
        var header = Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(parts[0]));
        var payload = Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(parts[1]));
        var own = header.Replace(KidOf(header), stranger.KeyId.ToString(), StringComparison.Ordinal);
        var more = Richer(payload);
        yield return Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}.");
        yield return Encoding.UTF8.GetBytes(more);
        yield return Forge.Sign(header.Replace("ES256", "none", StringComparison.Ordinal), more, stranger);
        yield return Forge.Sign(own, more, stranger);
        yield return Forge.Sign(header, more, stranger);
        yield return Altered(compact, parts[0].Length + 1 + parts[1].Length / 2);
        yield return Altered(compact, compact.Length - 40);
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

    private static string KidOf(string header) => header.Split("\"kid\":\"")[1].Split('"')[0];

    private static byte[] Altered(ReadOnlyMemory<byte> compact, int at)
    {
        var altered = compact.ToArray();
        altered[at] = altered[at] == (byte)'A' ? (byte)'B' : (byte)'A';
        return altered;
    }
}
