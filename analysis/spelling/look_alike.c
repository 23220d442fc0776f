/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Names of drugs that have been mistaken for one another, in small letters.
 * Such pairs are published by the Institute for Safe Medication Practices and
 * by the FDA (Name Differentiation Project); these are the ones of generic
 * names.
 */
#include "config.h"

#include "analysis/spelling/spelling.h"

static const char *const pairs[][2] = {
	{"acetazolamide", "acetohexamide"},
	{"alprazolam", "lorazepam"},
	{"amantadine", "cimetidine"},
	{"amiloride", "amlodipine"},
	{"amiodarone", "amantadine"},
	{"aripiprazole", "rabeprazole"},
	{"atomoxetine", "atorvastatin"},
	{"azacitidine", "azathioprine"},
	{"bupropion", "buspirone"},
	{"carboplatin", "cisplatin"},
	{"carboplatin", "oxaliplatin"},
	{"cefazolin", "cefoxitin"},
	{"cefazolin", "ceftriaxone"},
	{"chlordiazepoxide", "chlorpromazine"},
	{"chlorpromazine", "chlorpropamide"},
	{"cisplatin", "oxaliplatin"},
	{"clomiphene", "clomipramine"},
	{"clonazepam", "lorazepam"},
	{"clonidine", "clonazepam"},
	{"clozapine", "olanzapine"},
	{"cyclophosphamide", "cyclosporine"},
	{"cycloserine", "cyclosporine"},
	{"dactinomycin", "daptomycin"},
	{"daunorubicin", "doxorubicin"},
	{"daunorubicin", "idarubicin"},
	{"desipramine", "imipramine"},
	{"dexamethasone", "dexmedetomidine"},
	{"diazepam", "diltiazem"},
	{"dimenhydrinate", "diphenhydramine"},
	{"dobutamine", "dopamine"},
	{"docetaxel", "paclitaxel"},
	{"doxorubicin", "idarubicin"},
	{"doxorubicin", "epirubicin"},
	{"duloxetine", "fluoxetine"},
	{"ephedrine", "epinephrine"},
	{"eribulin", "epirubicin"},
	{"fentanyl", "sufentanil"},
	{"fluoxetine", "fluvoxamine"},
	{"fluoxetine", "paroxetine"},
	{"glimepiride", "glipizide"},
	{"glipizide", "glyburide"},
	{"guaifenesin", "guanfacine"},
	{"hydralazine", "hydroxyzine"},
	{"hydralazine", "hydrochlorothiazide"},
	{"hydrochlorothiazide", "hydroxychloroquine"},
	{"hydrocodone", "oxycodone"},
	{"hydromorphone", "morphine"},
	{"idarubicin", "epirubicin"},
	{"infliximab", "rituximab"},
	{"ketamine", "ketorolac"},
	{"labetalol", "lamotrigine"},
	{"lamivudine", "lamotrigine"},
	{"lamotrigine", "levetiracetam"},
	{"levetiracetam", "levofloxacin"},
	{"levothyroxine", "liothyronine"},
	{"medroxyprogesterone", "methylprednisolone"},
	{"metformin", "metronidazole"},
	{"methimazole", "metolazone"},
	{"methotrexate", "metolazone"},
	{"methylprednisolone", "methyltestosterone"},
	{"metoprolol", "metoclopramide"},
	{"mifepristone", "misoprostol"},
	{"mitomycin", "mitoxantrone"},
	{"nicardipine", "nifedipine"},
	{"nifedipine", "nimodipine"},
	{"olanzapine", "quetiapine"},
	{"oxcarbazepine", "carbamazepine"},
	{"oxycodone", "oxymorphone"},
	{"pemetrexed", "pralatrexate"},
	{"penicillamine", "penicillin"},
	{"pentobarbital", "phenobarbital"},
	{"prednisolone", "prednisone"},
	{"propylthiouracil", "mercaptopurine"},
	{"quinidine", "quinine"},
	{"rifampicin", "rifaximin"},
	{"risperidone", "ropinirole"},
	{"romidepsin", "romiplostim"},
	{"sirolimus", "tacrolimus"},
	{"sitagliptin", "saxagliptin"},
	{"sorafenib", "sunitinib"},
	{"sulfadiazine", "sulfasalazine"},
	{"sumatriptan", "zolmitriptan"},
	{"temsirolimus", "sirolimus"},
	{"tizanidine", "tiagabine"},
	{"tolazamide", "tolbutamide"},
	{"tramadol", "trazodone"},
	{"valacyclovir", "valganciclovir"},
	{"vinblastine", "vincristine"},
	{"vincristine", "vinorelbine"},
};

size_t spelling_look_alikes(struct slice word, struct slice out[], size_t room)
{
	size_t count = 0;

	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
		for (int side = 0; side < 2 && count < room; side++)
			if (word.length && pairs[i][side][0] == word.data[0] &&
				slice_is(word, pairs[i][side]))
				out[count++] = slice_of(pairs[i][!side]);
	return count;
}
