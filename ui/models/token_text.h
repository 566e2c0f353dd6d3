#pragma once

#include <QString>

#include "server/client/token_info.h"

// How tokens read everywhere in the window. Thread: any.
namespace parley::ui {

QString kindText(const QString &kind); // "API key", "disposable"
QString grantText(const client::GrantInfo &grant); // "publish friends-publish"
//! "administer topics", "look at logs": one text per area.
QStringList areaTexts(const AdminScope &areas);
QString areaName(AdminArea area);
QString scopeText(const client::TokenInfo &token); // all of it in one line

QString warningWords(const QString &warning); // "never expires", for a cell
QString warningSentence(const QString &warning); // what is wrong, and what to do

} // namespace parley::ui
