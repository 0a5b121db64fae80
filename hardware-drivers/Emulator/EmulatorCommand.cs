using System.CommandLine;
using System.CommandLine.Parsing;

namespace HardwareDrivers.Emulator;

/// <summary>The command line.</summary>
internal static class EmulatorCommand
{
    private const int Fault = 4;

    private static readonly string Description =
        $$"""
        A PN532 card reader, emulated byte for byte on a pseudo-terminal, at the true rate of the line.

        Standard input takes a command a line:
          put UID                   lays a card on the reader; 8, 14 or 20 hexadecimal digits; several may lie there.
                                    One that was there before is the same again, with counters and keys
          put KIND UID [OPTION …]   lays a new card of that kind there:
                                    classic (8 digits), ultralight11, ultralight21, ntag213, ntag215, ntag216,
                                    ultralight-aes, ntag424, sun, desfire1, desfire2, desfire3 (14 digits)
          put CARD + CARD …         lays several there in the same moment, each as above, a + between two
          take UID                  takes that card away
          take                      takes all cards away
          swap N [KIND] UID …       with the Nth command that a card is told from now on, and before its answer is
                                    heard: takes all cards away and lays this one there
          snatch N                  the same, and nothing comes in their place
        {{FaultCommands.Help}}
          quit                      ends the program
        Options of put; without a key, a card is as it left the factory:
          key=HEX       the card's own key, 16 bytes; of ultralight11 to ntag216 password and PACK, its first six
          master=HEX    a population's key, from which the card's own is diversified by its UID (AN10922)
          input=HEX     what stands behind the UID in that diversification
          key=@FILE     the digits are in a file, as with master=@FILE
          number=N      which key of ntag424, sun or a DESFire application; 0
          version=N     its version; 0
          signature=HEX ultralight11 to ntag216: what READ_SIG says, 32 bytes; zeros
          random=1      ntag424, sun, DESFire: another UID of four bytes each time
          app=HEX       DESFire: an application of three bytes, least first, that has the key
          counter=N     how often ntag213 to ntag216 or sun was read before, or where counter number=N of ultralight11
                        and ultralight21 stands; 0
        The end of the input does not end the program, so that it can run in the background: stop it with quit,
        SIGTERM or SIGINT.

        Standard output gets a JSON object a line, at once:
        {"t":…,"event":"ready"|"put"|"take"|"fault"|"hang"|"error"|…,…}; t is CLOCK_MONOTONIC in nanoseconds.

        Exit codes: 0 good, 1 usage, 4 fault.

        Examples:
          pn532 --pty /tmp/reader
          pn532 --pty /tmp/reader --card 04A23B1C5D6E80
          (sleep 1; echo put 04A23B1C5D6E80; sleep 1; echo take; echo quit) | pn532 --pty /tmp/reader
          LIBNFC_DEFAULT_DEVICE=pn532_uart:/tmp/reader nfc-list
        """;

    public static RootCommand Create()
    {
        var path = new Option<string>("--pty")
        {
            Description = "Symbolic link to make to the pseudo-terminal. An old link is replaced, a file never.",
            HelpName = "PATH",
            Required = true,
        };
        var baud = new Option<int>("--baud")
        {
            Description = "The chip's rate after power-on: each byte takes ten bit times. A real one's is 115200.",
            HelpName = "N",
            DefaultValueFactory = _ => 115_200,
        };
        baud.Validators.Add(RefuseSlowLines);
        var cards = new Option<CardUid[]>("--card")
        {
            Description = "A card that lies there from the beginning; may be given several times.",
            HelpName = "UID",
            CustomParser = ParseCards,
            DefaultValueFactory = _ => [],
        };
        var command = new RootCommand(Description) { path, baud, cards };
        command.SetAction((parsed, _) =>
            RunAsync(parsed.GetRequiredValue(path), parsed.GetValue(baud), parsed.GetRequiredValue(cards)));
        return command;
    }

    private static async Task<int> RunAsync(string path, int baud, CardUid[] cards)
    {
        using var signals = new StopSignals();
        try
        {
            using var session = new EmulatorSession(path, baud, Console.Out);
            session.Begin(cards);
            using var input = new StreamReader(Console.OpenStandardInput());
            await session.FollowAsync(input, signals.Token);
            return 0;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"pn532: {fault.Message}");
            return Fault;
        }
    }

    private static void RefuseSlowLines(OptionResult result)
    {
        const int Slowest = 300;
        const int Fastest = 4_000_000;
        if (result.GetValueOrDefault<int>() is < Slowest or > Fastest)
            result.AddError($"--baud takes {Slowest} to {Fastest}; the PN532 itself knows 9600 to 1288000.");
    }

    private static CardUid[] ParseCards(ArgumentResult result)
    {
        var cards = new List<CardUid>();
        foreach (var token in result.Tokens)
        {
            if (CardUid.Parse(token.Value) is { } uid)
                cards.Add(uid);
            else
                result.AddError($"--card takes {CardUid.Expected}, not '{token.Value}'.");
        }
        return [.. cards];
    }
}
