"""What well-known CRM and accounting programs call their columns. Spelt with letters and digits only, best first.

Salesforce, HubSpot, Dynamics 365, Odoo, Exact Online, AFAS Profit, Teamleader; in English and in Dutch.
A name that can mean two things (`Omzet`: ours or the customer's) is left out on purpose.
"""

from __future__ import annotations

OWN: dict[str, str] = {
    "id": (
        "accountid accountnumber accountno recordid customerid customernumber customerno customercode "
        "debtornumber debiteurnummer debiteurnr debiteurcode klantid klantnr klantcode relatienummer "
        "relatiecode relatieid cuid code externalid companyid bedrijfsid organisatienummer organisatiecode "
        "referentie reference nummer number donotmodifyaccount"
    ),
    "name": (
        "accountname companyname customername name company customer naam klantnaam naamklant bedrijfsnaam "
        "bedrijf klant relatienaam relatie debiteurnaam organisatienaam organisatie organisationname "
        "organizationname organisation organization displayname naamvandeklant nm companydomainname"
    ),
    "manager": (
        "accountmanager accountowner companyowner ownername ownerfullname owner hubspotowner salesperson "
        "salesrep salesrepresentative verkoper vertegenwoordiger relatiebeheerder accountbeheerder "
        "verantwoordelijke eigenaar userid ownerid"
    ),
    "manager_email": (
        "accountmanageremail emailaccountmanager owneremail accountowneremail companyowneremail emaileigenaar"
    ),
    "team": ("team salesteam verkoopteam teamname teamid afdeling"),
    "region": ("region regio salesregion territory salesterritory territoryname rayon district verkoopgebied gebied"),
    "tier": (
        "tier accounttier customertier abcclass abcklasse abccode klasse klantklasse classificatie "
        "classification prioriteit priority"
    ),
    "currency": (
        "currency valuta currencyisocode accountcurrency currencycode valutacode transactioncurrency munteenheid"
    ),
    "language": ("language taal languagecode taalcode"),
    "customer_since": ("customersince klantsinds klantvanaf relatiesinds becameacustomerdate startdatumrelatie"),
}
"""Column of the accounts sheet (and `manager_email`): names."""

FIELDS: tuple[tuple[tuple[str, ...], str], ...] = (
    (
        ("cust.industry",),
        "industry branche bedrijfstak sector industrycode primaryindustry",
    ),
    (
        ("cust.address_street", "cust.street"),
        "billingstreet billingaddressline1 streetaddress address1street1 address1street street addressline1 "
        "address straatenhuisnummer bezoekadres vestigingsadres adres adresregel1 straat ad",
    ),
    (
        ("cust.address_postcode", "cust.postcode"),
        "billingpostalcode billingzippostalcode address1zippostalcode address1postalcode postalcode "
        "zippostalcode zipcode zip postcode zpcd",
    ),
    (
        ("cust.address_city", "cust.city"),
        "billingcity address1city city plaats woonplaats vestigingsplaats stad rs",
    ),
    (
        ("cust.address_country", "cust.country"),
        "billingcountry billingcountrycode address1countryregion address1country countryregion country "
        "countrycode countryid land landcode coid",
    ),
    (
        ("cust.employees",),
        "numberofemployees noofemployees employees aantalmedewerkers aantalwerknemers medewerkers",
    ),
    (
        ("cust.coc_no",),
        "kvknummer kvknr kvk chamberofcommercenumber chamberofcommerce cocnumber handelsregisternummer",
    ),
    (
        ("cust.website",),
        "website websiteurl web url homepage webadres companydomainname",
    ),
    (
        ("cust.phone",),
        "phone mainphone phonenumber telephone telephone1 telefoon telefoonnummer",
    ),
    (
        ("cust.email",),
        "email emailaddress emailadres emailaddress1",
    ),
    (
        ("cust.parent",),
        "parentaccount parentaccountname parentcompany parentcustomer moederbedrijf moedermaatschappij concern",
    ),
    (
        ("hist.customer_revenue",),
        "annualrevenue jaaromzet totalrevenue",
    ),
    (
        ("hist.credit_limit",),
        "creditlimit kredietlimiet creditlimiet creditlinesales",
    ),
)
"""Template fields, the first that the template has; names."""
