using System.Collections.Immutable;
using FsCheck.Fluent;
using HardwareDrivers.Abstractions;
using HardwareDrivers.Pn532;

namespace Tests.Property.HardwareDrivers.Pn532;

public class CommandProperties
{
    [Fact]
    public void Hostile_responses_are_malformed_and_never_an_exception()
    {
        Prop.ForAll(Hostile.Bytes.ToArbitrary(), content =>
        {
            var cards = new InListPassiveTarget(2).Decode(content);
            new GetFirmwareVersion().Decode(content);
            new SamConfiguration().Decode(content);
            return cards is not Decoded<ImmutableArray<TypeATarget>>.Value found
                || found.Content.All(target => target.Card.Uid.Length is 4 or 7 or 10);
        }).HoldsAlways();
    }

    [Fact]
    public void Every_list_of_cards_is_read_as_it_was_written()
    {
        var card =
            from length in Gen.Elements(4, 7, 10)
            from uid in Gen.Choose(0, 255).Select(value => (byte)value).ArrayOf(length)
            from atqa in Gen.Choose(0, 0xFFFF)
            from part4 in Gen.Elements(true, false)
            from answer in Gen.Choose(0, 255).Select(value => (byte)value).ArrayOf(part4 ? 5 : 0)
            select (new CardIdentity(uid, (ushort)atqa, part4 ? (byte)0x20 : (byte)0x08), answer);
        var cards = Gen.Choose(0, 2).SelectMany(count => card.ArrayOf(count));

        Prop.ForAll(cards.ToArbitrary(), written =>
        {
            byte[] content = [(byte)written.Length, .. written.SelectMany((one, index) => Describe(one, index + 1))];
            var read = new InListPassiveTarget(2).Decode(content) as Decoded<ImmutableArray<TypeATarget>>.Value;
            return read is not null
                && read.Content.Select(target => target.Card).SequenceEqual(written.Select(one => one.Item1))
                && read.Content.Select(target => Convert.ToHexString(target.AnswerToSelect.Span))
                    .SequenceEqual(written.Select(one => Convert.ToHexString(one.answer)));
        }).HoldsAlways();
    }

    private static byte[] Describe((CardIdentity Card, byte[] Answer) one, int number)
    {
        byte[] fixedPart =
        [
            (byte)number, (byte)(one.Card.Atqa >> 8), (byte)(one.Card.Atqa & 0xFF), one.Card.Sak,
            (byte)one.Card.Uid.Length, .. one.Card.Uid.Span,
        ];
        return one.Answer.Length == 0 ? fixedPart : [.. fixedPart, (byte)(one.Answer.Length + 1), .. one.Answer];
    }
}
