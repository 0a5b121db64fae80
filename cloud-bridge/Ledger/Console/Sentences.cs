using System.Globalization;
using System.Text.RegularExpressions;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>
/// Sentences of the books and desks, which have them in English and money in minor units, as people of the console read
/// them. The log keeps the sentence and not what it was made of, so it is taken apart here.
/// </summary>
internal static class Sentences
{
    private static readonly Sentence[] All =
    [
        Of("wallet {wallet}: {asset} goes to {sum}",
            "wallet {wallet} goes to {sum}", "le portefeuille {wallet} passe à {sum}"),
        Of("captured {sum} {asset} of a hold of {sumHeld}",
            "captured {sum} of a hold of {sumHeld}", "compté {sum} d’une réserve de {sumHeld}"),
        Of("{sum} {asset} of card {card} wait in suspense now: look at it again",
            "{sum} of card {card} wait in suspense now: look at it again",
            "{sum} de la carte {card} attendent maintenant : regardez encore"),
        Of("{sum} {asset} of card {card} wait in suspense: {sumAsked} is not of it",
            "{sum} of card {card} wait in suspense: {sumAsked} is not of it",
            "{sum} de la carte {card} attendent : {sumAsked} n’en fait pas partie"),
        Of("{sum} {asset} of card {card} wait in suspense",
            "{sum} of card {card} wait in suspense", "{sum} de la carte {card} attendent"),
        Of("card {card} or its wallet is not known", "la carte {card} ou son portefeuille n’est pas connu"),
        Of("card {card} is not known: name a wallet, or add the card",
            "la carte {card} n’est pas connue : nommez un portefeuille, ou ajoutez la carte"),
        Of("there is no wallet {wallet}", "il n’y a pas de portefeuille {wallet}"),
        Of("there is no row {row}", "il n’y a pas de ligne {row}"),
        Of("row {row} is closed already", "la ligne {row} est déjà réglée"),
        Of("account {name} is no admin's any more", "le compte {name} n’est plus administrateur"),
        Of("{name} is the last admin: make another one first",
            "{name} est le dernier administrateur : faites-en d’abord un autre"),
        Of("this site has no {name}: nothing was set aside", "ce site n’a pas de {name} : rien n’a été réservé"),
        Of("this site has no {name}", "ce site n’a pas de {name}"),
        Of("another record has its place, or it does not follow the one before",
            "une autre écriture a sa place, ou elle ne suit pas celle d’avant"),
        Of("another record has its place; this one is not booked",
            "une autre écriture a sa place ; celle-ci n’est pas comptée"),
        Of("two records say differently what one line said: each is booked for itself",
            "deux écritures disent autrement ce qu’une ligne a dit : chacune compte pour elle-même"),
        Of("tap {tap}: {volume} ml have flowed that no record has",
            "robinet {tap} : {volume} ml ont coulé qu’aucune écriture n’a"),
        Of("closing {number} follows {before}: those between are not here",
            "la clôture {number} suit {before} : celles entre elles ne sont pas ici"),
        Of("closing {number} follows {before}: the number is used again",
            "la clôture {number} suit {before} : le numéro sert encore une fois"),
        Of("returned, and nothing like it was taken, or it was returned before, or closed",
            "rendu, et rien de tel ne fut pris, ou ce fut rendu avant, ou clos"),
        Of("an earlier build held it up", "une version d’avant l’a retenu"),
        Of("given at {time}, and here before that", "donné le {time}, et arrivé ici avant"),
        Of("made at {time}, in a period that is closed", "fait le {time}, dans une période close"),
        Of("the time moved by {wall} ms in {real} ms", "l’heure a bougé de {wall} ms en {real} ms"),
        Of("captured, and card {card} has no hold {hold} open",
            "compté, et la carte {card} n’a pas de réserve {hold} ouverte"),
        Of("released, and no hold {hold} is open", "rendu, et aucune réserve {hold} n’est ouverte"),
        Of("a hold that nothing has closed in time", "une réserve que rien n’a close à temps"),
        Of("records {first} through {last} did not come: key {key} ends there",
            "les écritures {first} à {last} ne sont pas venues : la clé {key} finit là"),
        Of("record {last} did not come, with which key {key} ends: of the places from {first} on others stand in some",
            "l’écriture {last} n’est pas venue, avec laquelle la clé {key} finit : dès {first} des places sont à " +
            "d’autres"),
        Of("record {last} is missing, {waiting} wait behind it: of the places from {first} on others stand in some",
            "il manque l’écriture {last}, {waiting} attendent derrière elle : dès {first} des places sont à d’autres"),
        Of("records {first} through {last} did not come", "les écritures {first} à {last} ne sont pas venues"),
        Of("records {first} through {last} are missing, {waiting} wait behind them",
            "il manque les écritures {first} à {last}, {waiting} attendent derrière elles"),
        Of("nothing came for {hours} hours: what it may have sold since is not here nor acknowledged",
            "rien n’est venu depuis {hours} heures : ce qu’il a pu vendre depuis n’est ni ici ni confirmé"),
        Of("{times} well signed records of an epoch that this ledger did not grant",
            "{times} écritures bien signées d’une époque que ce registre n’a pas accordée"),
        Of("the gap is {seconds} seconds old, and the terminal may still have what is missing: the ledger asks it " +
            "for that. Wait until it is {minutes} minutes old",
            "le trou a {seconds} secondes, et le terminal peut encore avoir ce qui manque : le registre le lui " +
            "demande. Attendez qu’il ait {minutes} minutes"),
    ];

    /// <summary>A sentence as it is read; marked as English where there are no other words for it.</summary>
    public static Html Of(Visit visit, string sentence)
    {
        foreach (var (pattern, words) in All)
            if (pattern.Match(sentence) is { Success: true } match)
                return Parts.Text(Fill(visit.Language, words, match));
        return Parts.English(sentence);
    }

    private static string Fill(Language language, Phrase words, Match match)
    {
        var filled = language.Say(words);
        foreach (var name in match.Groups.Keys.Where(name => !char.IsDigit(name[0])))
            filled = filled.Replace(
                $"{{{name}}}", Written(language, name, match.Groups), StringComparison.Ordinal);
        return filled;
    }

    private static string Written(Language language, string name, GroupCollection holes)
    {
        var text = holes[name].Value;
        return name.StartsWith("sum", StringComparison.Ordinal) &&
            AssetId.TryParse(holes["asset"].Value, out var asset) &&
            Int128.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var sum)
                ? $"{AmountText.Write(language, asset, sum)} {asset}"
                : text;
    }

    private static Sentence Of(string said, string french) => Of(said, said, french);

    private static Sentence Of(string said, string english, string french) => new(
        new Regex(
            $"^{Regex.Replace(Regex.Escape(said), @"\\\{(\w+)\}", HoleOf)}$",
            RegexOptions.NonBacktracking | RegexOptions.CultureInvariant),
        new Phrase(english, french));

    private static string HoleOf(Match hole)
    {
        var name = hole.Groups[1].Value;
        var what = name == "time" ? ".+"
            : name.StartsWith("sum", StringComparison.Ordinal) ? "-?[0-9]+"
            : "[^ ]+";
        return $"(?<{name}>{what})";
    }

    /// <summary>How it stands in the log, and how it is read.</summary>
    private sealed record Sentence(Regex Pattern, Phrase Words);
}
