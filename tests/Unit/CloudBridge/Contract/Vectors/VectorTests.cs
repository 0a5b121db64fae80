using System.Buffers.Text;
using System.Text;
using CloudBridge.Contract;
using CloudBridge.Ledger;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Contract.Vectors;

/// <summary>
/// The bytes of docs/formats/vectors, which a change of the code must not change: what was signed once is in journals
/// and in auditors' hands.
/// </summary>
public sealed class VectorTests : IDisposable
{
    private static readonly string[] Names =
        ["journal.json", "ack.json", "beat.json", "config.json", "list.json", "reallocation.json", "act.json"];

    private readonly Es256Signer terminal = VectorFolder.Signer("terminal");
    private readonly Es256Signer ledger = VectorFolder.Signer("ledger");

    public static TheoryData<string> Files => [.. Names];

    public static TheoryData<string, string> Good => Rows(file => file.Good.Select(vector => vector.Says));

    public static TheoryData<string, string> Wrong => Rows(file => file.Wrong.Select(vector => vector.Says));

    public void Dispose()
    {
        terminal.Dispose();
        ledger.Dispose();
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void What_was_typed_becomes_the_same_bytes(string name)
    {
        var file = VectorFolder.Read(name);

        var made = Objects(name)
            .Zip(file.Good, (typed, vector) => typed.Sign(new GivenSignature(KeyOf(file).KeyId, vector.Signature)))
            .Select(signed => Text(signed.Compact));

        Assert.Equal(file.Good.Select(vector => $"{vector.SigningInput}.{vector.Signature}"), made);
        Assert.Equal(file.Good.Length, Objects(name).Count());
    }

    [Theory]
    [MemberData(nameof(Good))]
    public void What_was_signed_is_read_and_written_again_as_it_was(string name, string says)
    {
        var file = VectorFolder.Read(name);
        var vector = file.Good.Single(row => row.Says == says);

        foreach (var signature in new[] { vector.Signature, vector.OtherSignature })
        {
            var compact = Bytes($"{vector.SigningInput}.{signature}");
            var signed = Jws.Open(TypeOf(name), compact, new KeyRing(KeyOf(file).PublicKey)).OrThrow();

            Assert.Equal(vector.Hash, signed.Hash().ToString());
            Assert.Equal(vector.Payload, Text(signed.Payload));
            var again = WriteAgain(name, compact, new GivenSignature(KeyOf(file).KeyId, signature));
            Assert.Equal(Text(compact), Text(again));
        }
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_is_wrong_is_refused_as_it_says(string name, string says)
    {
        var file = VectorFolder.Read(name);
        var vector = file.Wrong.Single(row => row.Says == says);

        Assert.Equal(vector.Error, ErrorOf(name, Bytes(vector.Compact))?.Kind.ToString());
    }

    [Fact]
    public void The_journal_is_a_chain_with_every_kind_of_fact()
    {
        var file = VectorFolder.Read("journal.json");
        var records = file.Good
            .Select(vector => ReadRecord(Bytes($"{vector.SigningInput}.{vector.Signature}")))
            .ToList();

        Assert.Empty(FactKinds.Names.Except(records.Select(record => FactKinds.Of(record.Fact))));
        Assert.All(
            records.Zip(file.Good).Zip(records.Skip(1)),
            row => Assert.Equal(
                row.Second.Position.Sequence == 1 ? Digest.Zero.ToString() : row.First.Second.Hash,
                row.Second.Previous.ToString()));
    }

    [Fact]
    public void The_chunks_of_a_list_are_read_and_written_again_as_they_were()
    {
        var file = VectorFolder.Read("list.json");

        Assert.All(file.Chunks!, chunk =>
        {
            var bytes = Encoding.UTF8.GetBytes(chunk.Text);
            var cards = CardChunks.Read(bytes, chunk.Index, chunk.Count).OrThrow();

            Assert.Equal(chunk.Hash, Digest.Of(bytes).ToString());
            Assert.Equal(chunk.Text, Encoding.UTF8.GetString(Assert.Single(CardChunks.Write(cards))));
        });
        Assert.Equal(
            VectorObjects.WholeList()
                .Concat(VectorObjects.Halves())
                .Concat(VectorObjects.Counted())
                .Concat(VectorObjects.Merged())
                .Concat(VectorObjects.Spoken())
                .Select(Encoding.UTF8.GetString),
            file.Chunks!.Select(chunk => chunk.Text));
    }

    /// <summary>The hash is over the bytes that a topic carries.</summary>
    [Fact]
    public void Packed_chunks_of_a_list_are_read()
    {
        var file = VectorFolder.Read("list.json");

        Assert.NotEmpty(file.PackedChunks!);
        Assert.All(file.PackedChunks!, chunk =>
        {
            var bytes = Base64Url.DecodeFromChars(chunk.Packed);

            Assert.Equal(chunk.Hash, Digest.Of(bytes).ToString());
            Assert.Equal(chunk.Text, Encoding.UTF8.GetString(CardChunks.Unpack(bytes).OrThrow()));
            Assert.NotEmpty(CardChunks.Read(bytes, chunk.Index, chunk.Count).OrThrow());
        });
    }

    [Fact]
    public void Sealed_staff_are_opened_with_the_terminals_key_or_refused_as_they_say()
    {
        var rows = VectorFolder.Read("config.json").Staff!;

        Assert.Equal(VectorMessages.Staff, StaffRules.Read(Encoding.UTF8.GetBytes(rows[0].Text!)).OrThrow());
        Assert.All(rows, row =>
        {
            var isOpened = new SealedConfig(Staff: row.Sealed).Open(terminal).Succeeded(out var config, out var error);

            Assert.Equal((row.Says, row.Error), (row.Says, isOpened ? null : $"{error!.Kind}"));
            if (isOpened)
                Assert.Equal(StaffRules.Read(Encoding.UTF8.GetBytes(row.Text!)).OrThrow(), config!.Staff);
        });
        Assert.True(rows.Count(row => row.Error is not null) > 4, "cases of every kind");
    }

    [Fact]
    public void Chunks_that_break_a_rule_are_refused()
    {
        var file = VectorFolder.Read("list.json");

        Assert.NotEmpty(file.WrongChunks!);
        Assert.All(file.WrongChunks!, chunk => Assert.False(
            CardChunks.Read(Encoding.UTF8.GetBytes(chunk.Text), chunk.Index, chunk.Count).Succeeded(out _, out _),
            chunk.Says));
    }

    /// <summary>
    /// For whoever adds a case: writes the files to artifacts/vectors. What is in the checkout keeps its signatures;
    /// what differs there is a change of format.
    /// </summary>
    [Fact(Explicit = true)]
    public void The_files_are_written_beside_the_checkouts()
    {
        var folder = Directory.CreateDirectory(Path.Combine(Checkout.Root, "artifacts", "vectors"));
        foreach (var name in Names)
        {
            var signer = name == "journal.json" ? terminal : ledger;
            var writer = new VectorWriter(signer, name == "journal.json" ? ledger : terminal, TypeOf(name));
            File.WriteAllText(
                Path.Combine(folder.FullName, name), VectorFolder.Write(writer.Write(name, [.. Objects(name)])));
        }
    }

    private static TheoryData<string, string> Rows(Func<VectorFile, IEnumerable<string>> says) =>
        [.. Names.SelectMany(name => says(VectorFolder.Read(name)).Select(row => (name, row)))];

    private static JwsType TypeOf(string name) => name switch
    {
        "journal.json" => JwsType.Record,
        "ack.json" => JwsType.Ack,
        "beat.json" => JwsType.Beat,
        "config.json" => JwsType.Config,
        "reallocation.json" => LedgerObject.Reallocation,
        "act.json" => LedgerObject.Act,
        _ => JwsType.List,
    };

    private IEnumerable<(string Says, Func<ISigner, SignedObject> Sign)> Objects(string name) => name switch
    {
        "journal.json" => VectorObjects.Journal(terminal.KeyId),
        "ack.json" => VectorObjects.Acks(),
        "beat.json" => VectorObjects.Beats(),
        "config.json" => VectorObjects.Configs(),
        "reallocation.json" => VectorObjects.Reallocations(),
        "act.json" => VectorObjects.Acts(),
        _ => VectorObjects.Lists(),
    };

    private ReadOnlyMemory<byte> WriteAgain(string name, ReadOnlyMemory<byte> compact, ISigner signer) => name switch
    {
        "journal.json" => RecordLine.Write(ReadRecord(compact), signer).Compact,
        "ack.json" => SignedMessage.Sign(ReadMessage<AckMessage>(compact).OrThrow(), signer).Compact,
        "beat.json" => SignedMessage.Sign(ReadMessage<BeatMessage>(compact).OrThrow(), signer).Compact,
        "config.json" => SignedMessage.Sign(ReadMessage<ConfigMessage>(compact).OrThrow(), signer).Compact,
        "reallocation.json" => SignedMessage.Sign(ReadMessage<Reallocation>(compact).OrThrow(), signer).Compact,
        "act.json" => SignedMessage.Sign(ReadMessage<TreasurerAct>(compact).OrThrow(), signer).Compact,
        _ => SignedMessage.Sign(ReadMessage<ListManifest>(compact).OrThrow(), signer).Compact,
    };

    private FormatError? ErrorOf(string name, ReadOnlyMemory<byte> compact)
    {
        FormatError? error;
        _ = name switch
        {
            "journal.json" => TryReadRecord(compact).Succeeded(out _, out error),
            "ack.json" => ReadMessage<AckMessage>(compact).Succeeded(out _, out error),
            "beat.json" => ReadMessage<BeatMessage>(compact).Succeeded(out _, out error),
            "config.json" => ReadMessage<ConfigMessage>(compact).Succeeded(out _, out error),
            "reallocation.json" => ReadMessage<Reallocation>(compact).Succeeded(out _, out error),
            "act.json" => ReadMessage<TreasurerAct>(compact).Succeeded(out _, out error),
            _ => ReadMessage<ListManifest>(compact).Succeeded(out _, out error),
        };
        return error;
    }

    private JournalRecord ReadRecord(ReadOnlyMemory<byte> compact) => TryReadRecord(compact).OrThrow();

    private Reading<JournalRecord> TryReadRecord(ReadOnlyMemory<byte> compact) =>
        Jws.Open(JwsType.Record, compact, new KeyRing(terminal.PublicKey)).Succeeded(out var signed, out var error)
            ? RecordLine.Read(signed, Site.Id)
            : error;

    private Reading<T> ReadMessage<T>(ReadOnlyMemory<byte> compact) where T : class, ISignedMessage<T> =>
        SignedMessage.Read<T>(
            compact,
            new KeyRing(ledger.PublicKey),
            Site.Id,
            typeof(T) == typeof(ListManifest) ? Addressee.Terminals
            : typeof(T) == typeof(Reallocation) || typeof(T) == typeof(TreasurerAct) ? Addressee.Ledger
            : Addressee.Of(Site.Bar));

    private Es256Signer KeyOf(VectorFile file) => file.Key == "terminal" ? terminal : ledger;

    private static byte[] Bytes(string text) => Encoding.ASCII.GetBytes(text);

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);
}
