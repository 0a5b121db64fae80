using System.Buffers.Text;
using System.Numerics;
using System.Text;
using CloudBridge.Contract;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Contract.Vectors;

/// <summary>Makes a file of vectors. Run by hand: see <see cref="VectorTests"/>.</summary>
/// <param name="signer">Whose objects they are.</param>
/// <param name="stranger">Whose key they are not.</param>
/// <param name="type">What they are.</param>
internal sealed class VectorWriter(Es256Signer signer, Es256Signer stranger, JwsType type)
{
    /// <summary>n, the order of P-256 (SEC 2, section 2.4.2).</summary>
    private static readonly BigInteger Order = BigInteger.Parse(
        "115792089210356248762697446949407573529996955224135760342422259061068512044369",
        System.Globalization.CultureInfo.InvariantCulture);

    public VectorFile Write(string name, IReadOnlyList<(string Says, Func<ISigner, SignedObject> Sign)> objects)
    {
        var known = VectorFolder.Known(name);
        Vector[] good = [.. objects.Select(row => Good(row.Says, row.Sign(signer), known))];
        var file = new VectorFile(
            name == "journal.json" ? "terminal" : "ledger",
            good,
            [.. WrongOf(name == "journal.json" ? good[6] : good[0], name).Select(row => Kept(row, known))]);
        // What is sealed was sealed once, by another program: nobody makes the same again.
        return name == "list.json" ? WithChunks(file) : file with { Staff = known?.Staff };
    }

    private static Vector Good(string says, SignedObject signed, VectorFile? known)
    {
        var parts = Encoding.ASCII.GetString(signed.Compact.Span).Split('.');
        var input = $"{parts[0]}.{parts[1]}";
        return known?.Good.FirstOrDefault(vector => vector.SigningInput == input) is { } kept
            ? kept with { Says = says }
            : new Vector(
                says,
                Encoding.UTF8.GetString(signed.Payload.Span),
                input,
                parts[2],
                Other(parts[2]),
                signed.Hash().ToString());
    }

    // Only the signature may differ from what was made before.
    private static WrongVector Kept(WrongVector made, VectorFile? known)
    {
        static string Signed(WrongVector vector) => vector.Compact[..vector.Compact.LastIndexOf('.')];
        return known?.Wrong.FirstOrDefault(row => row.Says == made.Says && Signed(row) == Signed(made)) ?? made;
    }

    private IEnumerable<WrongVector> WrongOf(Vector good, string name)
    {
        var header = $$"""{"alg":"ES256","kid":"{{signer.KeyId}}","typ":"{{type.Name}}"}""";
        WrongVector Case(string says, FormatErrorKind error, string compact) => new(says, $"{error}", compact);
        WrongVector Header(string says, string other) =>
            Case(says, FormatErrorKind.WrongHeader, Forged(other, good.Payload, signer));
        WrongVector Payload(string says, string part, string other, FormatErrorKind error = FormatErrorKind.BadContent)
        {
            var payload = good.Payload.Replace(part, other, StringComparison.Ordinal);
            return payload == good.Payload
                ? throw new InvalidOperationException($"{name} has no {part}.")
                : Case(says, error, Forged(header, payload, signer));
        }

        var compact = $"{good.SigningInput}.{good.Signature}";
        var swapped = good.Payload.Replace("\"verger\"", "\"vergeR\"", StringComparison.Ordinal);
        yield return Case(
            "a bit of the payload was changed",
            FormatErrorKind.BadSignature,
            $"{good.SigningInput.Split('.')[0]}.{Encode(swapped)}.{good.Signature}");
        yield return Case(
            "signed by another key under this key's name",
            FormatErrorKind.BadSignature,
            Forged(header, good.Payload, stranger));
        yield return Case(
            "signed by a key that does not count here",
            FormatErrorKind.UnknownKey,
            Encoding.ASCII.GetString(Forge.Sign(type, good.Payload, stranger)));
        yield return Header("a header with a member more", header.Replace("}", ",\"crit\":[\"b64\"]}"));
        yield return Header("a header with a member twice", header.Replace("}", ",\"alg\":\"ES256\"}"));
        yield return Header("a header without typ", header.Replace($",\"typ\":\"{type.Name}\"", ""));
        yield return Header("another algorithm", header.Replace("ES256", "HS256"));
        yield return Header("another kind of object", header.Replace(type.Name, "et-status"));
        yield return Case(
            "base64url with two spellings", FormatErrorKind.NotCompactJws, compact[..^1] + (char)(compact[^1] + 1));
        yield return Case("padding", FormatErrorKind.NotCompactJws, compact + "==");
        yield return Case("two parts", FormatErrorKind.NotCompactJws, good.SigningInput);
        yield return Case("a signature of 63 bytes", FormatErrorKind.NotCompactJws, compact[..^2]);
        yield return Payload("a member more", "\"site\":", "\"more\":1,\"site\":");
        yield return Payload("a member twice", "\"site\":\"verger\"", "\"site\":\"verger\",\"site\":\"verger\"");
        yield return Payload("a member less", "\"site\":\"verger\",", "");
        yield return Payload("another case of a name", "\"site\":", "\"Site\":");
        yield return Payload(
            "another site", "\"site\":\"verger\"", "\"site\":\"autre\"", FormatErrorKind.WrongAddressee);
        foreach (var wrong in name switch
        {
            "journal.json" =>
            [
                Payload("for another end", "\"ledger\"", "\"terminals\"", FormatErrorKind.WrongAddressee),
                Payload("a later version of the format", "\"version\":1,\"site\"", "\"version\":2,\"site\""),
                Payload("a number with a fraction", "\"sequence\":7", "\"sequence\":7.0"),
                Payload("a number beyond 2^53 − 1", "\"sequence\":7", "\"sequence\":9007199254740992"),
                Payload("a sequence below 1", "\"sequence\":7", "\"sequence\":0"),
                Payload("a kind that the format does not have", "\"kind\":\"sale\"", "\"kind\":\"gift\""),
                Payload("an amount below zero", "\"amount\":150", "\"amount\":-150"),
                Payload("an asset without balance", "\"TLF\"", "\"SUB\""),
                Payload(
                    "a counter beyond three bytes",
                    "\"assumedGood\":[]",
                    "\"assumedGood\":[],\"presentedCounter\":16777216"),
            ],
            "ack.json" =>
            [
                Payload("for another terminal", "/bar-1", "/bar-2", FormatErrorKind.WrongAddressee),
                Payload("an era below 1", "\"era\":1", "\"era\":0"),
                Payload("epochs that do not rise", "[{", """[{"epoch":1,"sequence":1,"hash":"HASH"},{"""
                    .Replace("HASH", Digest.Zero.ToString(), StringComparison.Ordinal)),
                Payload("a number as a text", "\"sequence\":42", "\"sequence\":\"42\""),
            ],
            "beat.json" =>
            [
                Payload("for another terminal", "/bar-1", "/bar-2", FormatErrorKind.WrongAddressee),
                Payload("a version below 0", "\"listVersion\":7", "\"listVersion\":-1"),
                Payload("a nonce that is too short", "\"nonce\":\"0", "\"nonce\":\""),
            ],
            "config.json" =>
            [
                Payload("for another terminal", "/bar-1", "/bar-2", FormatErrorKind.WrongAddressee),
                Payload("a version below 1", "\"version\":3", "\"version\":0"),
                Payload("an era below 1", "\"era\":1", "\"era\":0"),
                Payload("a price below zero", "\"price\":400", "\"price\":-400"),
                Payload("a price with a fraction", "\"price\":400", "\"price\":400.0"),
                Payload("a part that there is not", "\"prices\"", "\"prizes\""),
                Payload("staff in clear", "{\"prices\"", "{\"staff\":{},\"prices\""),
            ],
            "reallocation.json" =>
            [
                Payload("for terminals", "\"ledger\"", "\"terminals\"", FormatErrorKind.WrongAddressee),
                Payload("nothing", "\"amount\":200", "\"amount\":0"),
                Payload("an amount below zero", "\"amount\":200", "\"amount\":-200"),
                Payload("an asset for itself", "\"from\":\"TNF\"", "\"from\":\"TLF\""),
            ],
            "act.json" =>
            [
                Payload("for terminals", "\"ledger\"", "\"terminals\"", FormatErrorKind.WrongAddressee),
                Payload("no note", "\"note\":\"SD card of bar-1 died on the 3rd\"", "\"note\":\" \""),
            ],
            _ => (WrongVector[])
            [
                Payload("for one terminal", "\"terminals\"", "\"terminal/bar-1\"", FormatErrorKind.WrongAddressee),
                Payload(
                    "chunks that are no power of two",
                    "\"chunks\":[",
                    $"\"chunks\":[\"{Digest.Zero}\",\"{Digest.Zero}\","),
                Payload("no chunks", $"\"{Digest.Of(VectorObjects.WholeList()[0])}\"", ""),
            ],
        })
            yield return wrong;
    }

    private static PackedChunkVector Packed(string says, byte[] chunk)
    {
        var packed = CardChunks.Pack(chunk)!;
        return new PackedChunkVector(
            says, 0, 1, Digest.Of(packed).ToString(), Base64Url.EncodeToString(packed), Encoding.UTF8.GetString(chunk));
    }

    private static VectorFile WithChunks(VectorFile file)
    {
        var (whole, halves) = (VectorObjects.WholeList()[0], VectorObjects.Halves());
        static ChunkVector Chunk(string says, int index, int count, byte[] bytes) =>
            new(says, index, count, Digest.Of(bytes).ToString(), Encoding.UTF8.GetString(bytes));
        var lines = Encoding.UTF8.GetString(whole).TrimEnd('\n').Split('\n');
        ChunkVector Wrong(string says, string text, int index = 0, int count = 1) =>
            Chunk(says, index, count, Encoding.UTF8.GetBytes(text));
        return file with
        {
            Chunks =
            [
                Chunk("all cards", 0, 1, whole),
                .. halves.Select((bytes, index) =>
                    Chunk("the cards whose token's highest bit is its index", index, 2, bytes)),
                Chunk("cards with counters", 0, 1, VectorObjects.Counted()[0]),
                Chunk("cards whose wallets were merged", 0, 1, VectorObjects.Merged()[0]),
                Chunk("a card that has a language", 0, 1, VectorObjects.Spoken()[0]),
            ],
            PackedChunks = [Packed("all cards, packed", whole)],
            WrongChunks =
            [
                Wrong("no newline at its end", string.Join('\n', lines)),
                Wrong("tokens that fall", string.Concat(lines.Reverse().Select(line => line + "\n"))),
                Wrong("a card twice", $"{lines[0]}\n{lines[0]}\n"),
                Wrong("a card of another chunk", Encoding.UTF8.GetString(halves[1]), index: 0, count: 2),
                Wrong("a member more", lines[0].Replace("{\"card\"", "{\"more\":1,\"card\"") + "\n"),
                Wrong("a counter beyond three bytes", lines[0].TrimEnd('}') + ",\"counter\":16777216}\n"),
            ],
        };
    }

    private static string Forged(string header, string payload, ISigner signer) =>
        Encoding.ASCII.GetString(Forge.Sign(header, payload, signer));

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    private static string Other(string signature)
    {
        var bytes = Base64Url.DecodeFromChars(signature);
        var other = Order - new BigInteger(bytes.AsSpan(32), isUnsigned: true, isBigEndian: true);
        var digits = other.ToByteArray(isUnsigned: true, isBigEndian: true);
        bytes.AsSpan(32).Clear();
        digits.CopyTo(bytes, bytes.Length - digits.Length);
        return Base64Url.EncodeToString(bytes);
    }
}
