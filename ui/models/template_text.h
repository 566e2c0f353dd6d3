#pragma once

#include <QString>

#include "server/client/template_info.h"

// How token templates read everywhere in the window. Thread: any.
namespace parley::ui {

//! Of 1 second or more, in the largest unit that divides it: "1 hour", "36 hours", "30 days".
QString lengthText(qint64 seconds);
QString variablesText(const client::TemplateInfo &info); // "room, user, languages (several)"
QString patternsText(const client::TemplateInfo &info); // "publish {room}-publish, read …"
QString lifetimeText(const client::TemplateInfo &info); // "1 hour, at most 1 day"

//! A value for each variable, of the kind that the broker accepts: friends for room, ana for user.
client::TemplateValues exampleValues(const client::TemplateInfo &info);
//! "With room = friends, user = ana, languages = spanish"; "" when there is no variable.
QString valuesText(const client::TemplateInfo &info, const client::TemplateValues &values);

//! What is left of a hole in \p filled, such as "{rom}", when no variable fills it; "": nothing.
QString openHole(const QString &filled);

} // namespace parley::ui
