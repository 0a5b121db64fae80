using System.Globalization;
using EdgeTerminal.Core;

namespace Tests.BenchPage;

// A number that has no name has no words either: what is named and has none does not compile (CS8509).
#pragma warning disable CS8524

/// <summary>French.</summary>
internal static class FrenchTexts
{
    public static PageTexts All { get; } = new()
    {
        Language = "fr",
        LanguageName = "Français",
        Title = "Edge Terminal : le banc d’essai",
        Lead = "Trois vrais terminaux, un matériel émulé. Posez une carte sur un lecteur, appuyez, débranchez.",
        SkipTo = "Aller aux postes",
        Languages = "Langue",
        Sound = "Son des buzzers",
        Station = kind => kind switch
        {
            StationKind.Kiosk => "Caisse",
            StationKind.Drink => "Tireuse",
            StationKind.Gate => "Entrée",
        },
        Display = "Écran",
        DisplayIsDark = "éteint",
        LampIsOff = "Voyant : éteint",
        Lamp = cue => cue switch
        {
            Cue.Approved => "Voyant et buzzer : accepté",
            Cue.Refused => "Voyant et buzzer : refusé",
            Cue.Noticed => "Voyant et buzzer : vu",
            Cue.Alarm => "Voyant et buzzer : alarme",
        },
        Keys = "Touches",
        Key = meaning => meaning switch
        {
            KeyMeaning.Ok => "ok : valider",
            KeyMeaning.Clear => "Effacer",
            KeyMeaning.Next => "Molette : avancer",
            KeyMeaning.Previous => "Molette : reculer",
            KeyMeaning.Stop => "Arrêter",
            KeyMeaning.NewKeg => "Équipe : nouveau fût",
            KeyMeaning.Calibrate => "Équipe : mesurer un verre",
            KeyMeaning.Approve => "Équipe : autoriser le suivant",
            KeyMeaning.More => "Plus dans le verre",
            KeyMeaning.Less => "Moins dans le verre",
            KeyMeaning.OnePersonMore => "Une personne de plus",
            KeyMeaning.CountOutside => "Compter une carte comme sortie",
        },
        Cards = "Cartes",
        Role = role => role switch
        {
            CardRole.Guest => null,
            CardRole.SpeaksFrench => "parle français",
            CardRole.Member => "adhérente",
            CardRole.Ticket => "billet jour, âge inconnu",
            CardRole.Staff => "équipe",
            CardRole.Till => $"équipe, code {BenchPeople.Pin}",
            CardRole.Cellar => "rince les becs",
        },
        LayCard = "poser la carte sur ce lecteur",
        TakeCard = "retirer la carte",
        LiesHere = "sur le lecteur",
        LiesElsewhere = "ailleurs",
        World = "Courant, réseau, horloge",
        PullPlug = "Débrancher le courant",
        PutPlugIn = "Rebrancher le courant",
        PullCable = "Débrancher le réseau",
        PutCableIn = "Rebrancher le réseau",
        TurnClockHour = "Horloge : avancer d’une heure",
        TurnClockDay = "Horloge : avancer d’un jour",
        ClockIsAhead = ahead => $"Son horloge avance de {(long)ahead.TotalHours} h.",
        NoClock = "L’horloge ne peut pas être avancée ici : il faut un compilateur C.",
        Taps = "Becs et verres",
        ValveIsOpen = tap => $"{tap} : vanne ouverte",
        ValveIsShut = tap => $"{tap} : vanne fermée",
        GlassHolds = microlitres => $"Dans le verre : {Centilitres(microlitres)} cl",
        GlassRunsOver = "Il déborde.",
        ChangeGlass = tap => $"{tap} : prendre un verre vide",
        LeakTap = tap => $"{tap} : faire fuir la vanne",
        StickMeter = tap => $"{tap} : bloquer le compteur",
        DrainKeg = tap => $"{tap} : vider le fût",
        MendTap = tap => $"{tap} : réparer",
        Turnstile = "Tourniquet",
        TurnstileIsReleased = "Tourniquet : libre",
        TurnstileIsLocked = "Tourniquet : bloqué",
        PeopleThrough = people => $"Passages : {people}",
        WalkThrough = "Quelqu’un se présente",
        NobodyGotThrough = "Il est bloqué : personne n’est passé.",
        Force = "Forcer le tourniquet",
        Mend = "Cesser de forcer",
        StartFire = "Déclencher l’alarme incendie",
        EndFire = "Arrêter l’alarme incendie",
        Journal = "Journal",
        JournalIsEmpty = "Aucune ligne.",
        Unsent = records => records switch
        {
            0 => "Le registre a toutes les lignes.",
            1 => "1 ligne attend le registre.",
            _ => $"{records} lignes attendent le registre.",
        },
        BenchIsGone = "Le banc d’essai ne répond pas. Ce qui est affiché est peut-être dépassé.",
        OrderFailed = station =>
            $"{station} : rien n’a été fait, le terminal ne répond pas. Débranchez-le, puis rebranchez-le.",
        Untrusted = "horloge non confirmée",
    };

    private static string Centilitres(long microlitres) =>
        (microlitres / 10_000m).ToString("0.00", CultureInfo.InvariantCulture).Replace('.', ',');
}
