#pragma once

#include <QList>
#include <QWidget>

#include "server/client/template_info.h"

class QCheckBox;
class QVBoxLayout;

namespace parley::ui {

// The templates that an API key may issue tokens from; folded away until somebody wants them.
// Hidden at first: there may be none. Thread: GUI.
class TemplateChoice final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TemplateChoice)

public:
    explicit TemplateChoice(QWidget *parent);

    void setTemplates(const QList<client::TemplateInfo> &templates);
    QStringList chosen() const; // names, at most Token::kMaxTemplates

Q_SIGNALS:
    void changed();

private:
    void bound();

    QWidget *m_boxes = nullptr;
    QVBoxLayout *m_layout = nullptr;
    QList<QPair<QCheckBox *, QString>> m_templates{}; // with their names
};

} // namespace parley::ui
