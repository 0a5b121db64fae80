using System.Text.Json;
using CloudBridge.Contract;
using FsCheck;
using FsCheck.Fluent;
using Tests.Support;

namespace Tests.Property.CloudBridge.Contract;

public sealed class MessageProperties : IDisposable
{
    private static readonly Addressee Bar = Addressee.Of(Site.Bar);

    private readonly Site site = new();

    private static Gen<EpochAck> EpochAck { get; } =
        from sequence in Gens.Count from hash in Gens.Hash select new EpochAck(1, sequence, hash);

    private static Gen<AckMessage> Ack { get; } =
        from era in Gen.Choose(1, 9)
        from epochs in Gens.ListOf(EpochAck, 1)
        select new AckMessage(Site.Id, Bar, era, epochs);

    private static Gen<AskMessage> Ask { get; } =
        from boot in Gens.Count
        from monotonic in Gens.Count
        from nonce in Gens.Bits128
        select new AskMessage(boot, monotonic, new Nonce(nonce));

    private static Gen<BeatMessage> Beat { get; } =
        from ask in Ask
        from era in Gen.Choose(1, 9)
        from version in Gens.Count
        from time in Gens.Count
        select new BeatMessage(Site.Id, Bar, era, version, ConfigVersion: 0, time, ask);

    private static Gen<Watermark> Watermark { get; } =
        from sequence in Gens.Count select new Watermark(Site.Bar, 1, sequence);

    private static Gen<ListManifest> Manifest { get; } =
        from version in Gen.Choose(1, 999)
        from watermarks in Gens.ListOf(Watermark, 3)
        from cards in Gens.Count
        from chunks in Gen.ArrayOf(Gens.Hash, 4)
        from keys in Gen.Choose(0, 3)
        select new ListManifest(
            Site.Id, Addressee.Terminals, 1, version, watermarks, cards, Gens.Of(chunks), keys);

    private static Gen<CardEntry> Entry { get; } =
        from card in Gens.Card
        from wallet in Gens.Bits128
        from state in Gen.Elements(CardState.Ok, CardState.Blocked)
        from balances in Gens.ListOf(Gens.Amount, 3)
        from until in Gen.Elements<long?>(null, 1_790_000_000_000)
        from age in Gen.Elements(Enum.GetValues<AgeClass>())
        from entitlements in Gens.ListOf(Gen.Constant(new Entitlement(AssetId.Parse("SUB"), null, 5)), 1)
        from used in Gens.ListOf(Gen.Constant(new AllowanceUse("alcohol", 20_000, 3)), 1)
        from counter in Gen.Elements<long?>(null, 0, 16_777_215)
        from language in Gen.Elements<LanguageTag?>(null, LanguageTag.Parse("fr"))
        select new CardEntry(
            card, new WalletId(wallet), state, CardClass.Aes, balances, EverUsed: true, until, age, entitlements, used,
            counter, Language: language);

    private static Gen<StatusMessage> Status { get; } =
        from activity in Gen.Elements(Enum.GetValues<TerminalActivity>())
        from list in Gen.OrNull(Gens.List)
        from end in Gens.Count
        from faults in Gens.ListOf(Gens.Text, 3)
        from boot in Gens.Count
        from reason in Gen.Elements<Reason?>(null, Reason.ListExpired, Reason.DeviceFault)
        from unlisted in Gen.OneOf(
            Gen.Constant<Money?>(null), Gens.Count.Select(count => (Money?)new Money(count)))
        select new StatusMessage(
            Site.Id, Addressee.Ledger, Site.Bar, boot, new Nonce((UInt128)boot), activity, "0.1.0", list,
            ListAgeMilliseconds: null, 1, end, faults, reason, unlisted);

    private static Gen<CommandMessage> Command { get; } =
        from number in Gen.Choose(1, 99)
        from expires in Gens.Count
        from command in Gens.Text
        from card in Gen.OneOf(Gen.Constant<CardToken?>(null), Gens.Card.Select(card => (CardToken?)card))
        select new CommandMessage(Site.Id, Bar, number, expires, command, card);

    private static Gen<ListDelta> Delta { get; } =
        from entries in Gens.ListOf(Entry, 3)
        from removed in Gens.ListOf(Gens.Card, 3)
        select new ListDelta(
            Site.Id, Addressee.Terminals, 1, 1, 2, entries.Count, [], entries, removed);

    public void Dispose() => site.Dispose();

    private static Gen<ConfigMessage> Config { get; } =
        from era in Gen.Choose(1, 9)
        from version in Gen.Choose(1, int.MaxValue)
        from price in Gen.Choose(0, 100_000)
        from name in Gen.Elements<string?>(null, "Bière", "\"<&")
        from adults in Gen.Elements<bool?>(null, true, false)
        from staff in Gen.Elements<string?>(null, "", "e30..AA.AA.AA")
        from limits in Gen.Elements<TerminalLimits?>(null, TerminalLimits.Default)
        from prices in Gen.Elements<ValueList<PricedArticle>?>(
            null,
            [],
            [new PricedArticle(ArticleId.Parse("beer"), new Money(price), name, AdultsOnly: adults)])
        select new ConfigMessage(Site.Id, Bar, era, version, new SealedConfig(prices, staff, limits));

    [Fact]
    public void Every_signed_message_reads_as_it_was_written()
    {
        ReadsBack(Ack, site.Ledger, Bar);
        ReadsBack(Beat, site.Ledger, Bar);
        ReadsBack(Manifest, site.Ledger, Addressee.Terminals);
        ReadsBack(Delta, site.Ledger, Addressee.Terminals);
        ReadsBack(Command, site.Ledger, Bar);
        ReadsBack(Status, site.Terminal, Addressee.Ledger);
        ReadsBack(Config, site.Ledger, Bar);
        var key = site.Terminal.PublicKey.ToJsonWebKey() with { Site = Site.Id, Terminal = Site.Bar };
        ReadsBack(
            Gen.Constant(new KeysMessage(Site.Id, Addressee.Terminals, 1, [key])), site.Ledger, Addressee.Terminals);
    }

    [Fact]
    public void Hostile_signed_messages_cause_nothing_but_a_declared_error()
    {
        StandsHostility(Ack, Bar);
        StandsHostility(Beat, Bar);
        StandsHostility(Manifest, Addressee.Terminals);
        StandsHostility(Delta, Addressee.Terminals);
        StandsHostility(Command, Bar);
        StandsHostility(Status, Addressee.Ledger);
        StandsHostility(Config, Bar);
        var key = site.Terminal.PublicKey.ToJsonWebKey() with { Site = Site.Id, Terminal = Site.Bar };
        StandsHostility(
            Gen.Constant(new KeysMessage(Site.Id, Addressee.Terminals, 1, [key])), Addressee.Terminals);
    }

    [Fact]
    public void Hostile_unsigned_messages_and_chunks_cause_nothing_but_a_declared_error()
    {
        Holds.For(Mutations.Of(Ask.Select(ask => ask.Write())), 1_000, bytes => AskMessage.Read(bytes));
        var resend = new ResendMessage(1, 5, 9).Write();
        Holds.For(Mutations.Of(Gen.Constant(resend)), 1_000, bytes => ResendMessage.Read(bytes));
        var chunks = Gens.ListOf(Entry, 5).Select(cards => CardChunks.Write([.. cards])[0]);
        Holds.For(Mutations.Of(chunks.Where(chunk => chunk.Length > 0)), 1_000, bytes => CardChunks.Read(bytes, 0, 1));
        Holds.For(Mutations.Of(Gen.Constant("line\n"u8.ToArray())), 1_000, bytes => JournalBatch.Split(bytes));
    }

    [Fact]
    public void A_hostile_enrolment_file_causes_nothing_but_a_declared_error()
    {
        var enrolment = site.Enrolment();

        Assert.Equal(enrolment, Enrolment.Read(enrolment.Write(site.Ledger)).OrThrow());
        Holds.For(Mutations.Of(Gen.Constant(enrolment.Write(site.Ledger))), 1_000, bytes => Enrolment.Read(bytes));
    }

    private void ReadsBack<T>(Gen<T> messages, ISigner signer, Addressee to) where T : class, ISignedMessage<T> =>
        Holds.For(messages, 200, message =>
        {
            var compact = SignedMessage.Sign(message, signer).Compact;

            Assert.Equal(message, SignedMessage.Read<T>(compact, new KeyRing(Verifier(signer)), Site.Id, to).OrThrow());
        });

    /// <summary>Well signed, so that the bytes get past the signature and into the reader.</summary>
    private void StandsHostility<T>(Gen<T> messages, Addressee to) where T : class, ISignedMessage<T>
    {
        var payloads = messages.Select(message => JsonSerializer.SerializeToUtf8Bytes(message, T.Json));
        Holds.For(Mutations.Of(payloads).Where(bytes => bytes.Length < 2_500), 500, bytes =>
        {
            var compact = Jws.Sign(T.Type, bytes, site.Ledger).Compact;
            if (!SignedMessage.Read<T>(compact, site.LedgerKeys, Site.Id, to).Succeeded(out _, out var error))
                Assert.Contains(error.Kind, new[] { FormatErrorKind.BadContent, FormatErrorKind.WrongAddressee });
        });
    }

    private PublicKey Verifier(ISigner signer) =>
        signer.KeyId == site.Ledger.KeyId ? site.Ledger.PublicKey : site.Terminal.PublicKey;
}
