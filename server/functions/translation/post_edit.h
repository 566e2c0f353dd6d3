#pragma once

#include <QString>

namespace parley::functions {

//! Mends what Apertium leaves behind, and nothing that needs knowledge of the language:
//! - double spaces and spaces at the ends that the source does not have, spaces before , and .
//! - a first letter that is large in one and small in the other, and large letters that moved into
//!   the sentence ("Hola Amigos") when the source has none there; not for German
//! - the opening ¿ and ¡ of Spanish, when the source asks or exclaims
//! Source: facts on Apertium, 2.2.
QString postEdited(const QString &source, QString translated, const QString &targetLanguage);

} // namespace parley::functions
